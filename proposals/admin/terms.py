"""What the terms of art in forms mean, where the record's own fields don't say."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TERMS: dict[str, str | Promise] = {
    "committee.desk": _("The unit of the ministry that looks after it."),
    "meeting.ordinal": _("Its number among the meetings of its committee."),
    "meeting.minutes": _("What was said and agreed; its words can be evidence."),
    "proposal.act": _("How the side names the measure: it proposes, offers, calls for it."),
    "proposal.due_precision": _("How exact the deadline is: a day, or any day of a month or year."),
    "proposal.review_on": _("When a postponed proposal is looked at again."),
    "proposal.visibility": _("Who may see it: partners too, all staff, or its desk alone."),
    "proposal.owner": _("The person who sees to it that it moves, and is reminded."),
    "user.role": _("Readers see; officers keep the record; heads also have their whole desk told."),
    "user.desk": _("Its committees and restricted proposals are this person's to keep."),
}
