"""The closed lists of words that the record uses, each with its label for readers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Language(TextChoices):
    """A language Mithaq reads and speaks (BCP 47)."""

    AR = "ar", _("Arabic")
    FA = "fa", _("Persian")
    EN = "en", _("English")


class Calendar(TextChoices):
    """A calendar in which a reader has days."""

    GREGORIAN = "gregorian", _("Gregorian")
    SOLAR_HIJRI = "solar_hijri", _("Solar Hijri")
    HIJRI = "hijri", _("Hijri")


class Numerals(TextChoices):
    """The figures in which a reader has days and counts."""

    LATIN = "latin", _("Latin (456)")
    ARABIC = "arabic", _("Arabic (٤٥٦)")
    PERSIAN = "persian", _("Persian (۴۵۶)")


class Kind(TextChoices):
    """What sort of measure a proposal is."""

    JOINT_BODY = "joint_body", _("Joint body")
    LEGAL_JUDICIAL = "legal_judicial", _("Legal and judicial")
    TRAINING_CAPACITY = "training_capacity", _("Training and capacity")
    INFORMATION_SHARING = "information_sharing", _("Information sharing")
    BORDER_SECURITY = "border_security", _("Border security")
    AIRSPACE_CYBER = "airspace_cyber", _("Airspace and cyber")
    PREVENTION_TREATMENT = "prevention_treatment", _("Prevention and treatment")
    AGREEMENT_MOU = "agreement_mou", _("Agreement or memorandum")
    INFRASTRUCTURE_ENERGY = "infrastructure_energy", _("Infrastructure and energy")
    TRADE_ECONOMIC = "trade_economic", _("Trade and economy")
    PEOPLE_EXCHANGE = "people_exchange", _("People and exchange")
    OTHER = "other", _("Other")


class Act(TextChoices):
    """What a side does with a measure when it names it."""

    PROPOSES = "proposes", _("proposes")
    OFFERS = "offers", _("offers")
    CALLS_FOR = "calls_for", _("calls for")
    AGREES = "agrees", _("agrees on")
    COMMITS = "commits", _("commits to")
    ANNOUNCES = "announces", _("announces")


class Stance(TextChoices):
    """Where one party stands on one proposal."""

    AWAITED = "awaited", _("Awaited")
    PROPOSED = "proposed", _("Proposed it")
    ACCEPTS = "accepts", _("Accepts")
    ACCEPTS_IN_PRINCIPLE = "accepts_in_principle", _("Accepts in principle")
    CONSIDERS = "considers", _("Considers")
    RESERVES = "reserves", _("Reserves its position")
    DECLINES = "declines", _("Declines")


AGREEING_STANCES = (Stance.PROPOSED, Stance.ACCEPTS)
UNWILLING_STANCES = (Stance.RESERVES, Stance.DECLINES)


class Reach(TextChoices):
    """Where a person is told of what needs them."""

    MAIL = "mail", _("By e-mail")
    SITE = "site", _("On the site")
    BOTH = "both", _("By e-mail and on the site")


class Voice(TextChoices):
    """Who says what a piece of evidence says."""

    OFFICIAL = "official", _("An official of one side")
    JOINT = "joint", _("A joint statement")
    THIRD_PARTY = "third_party", _("A third party")
    UNNAMED = "unnamed", _("An unnamed source")


class Precision(TextChoices):
    """How exactly a deadline was worded; reminders count from the last day that it means."""

    DAY = "day", _("A day")
    MONTH = "month", _("A month")
    QUARTER = "quarter", _("A quarter")
    YEAR = "year", _("A year")
    EVENT = "event", _("Before an event")


class Visibility(TextChoices):
    """Who may see a proposal, from the widest circle to the narrowest."""

    SHARED = "shared", _("Staff and partners")
    INTERNAL = "internal", _("Staff")
    RESTRICTED = "restricted", _("Its desk only")


class FileKind(TextChoices):
    """Of what sort a kept file is, by how its name ends."""

    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word document")
    XLSX = "xlsx", _("Excel workbook")
    PPTX = "pptx", _("PowerPoint presentation")
    ODT = "odt", _("OpenDocument text")
    ODS = "ods", _("OpenDocument spreadsheet")
    PNG = "png", _("PNG picture")
    JPG = "jpg", _("JPEG picture")
    TXT = "txt", _("Plain text")
    EML = "eml", _("E-mail message")


class FilePurpose(TextChoices):
    """What a file is to the meeting or the proposal beside which it lies."""

    PAPER = "paper", _("Paper")
    AGENDA = "agenda", _("Agenda")
    MINUTES = "minutes", _("Minutes")


class Role(TextChoices):
    """What a person or a system does in Mithaq; proposals.rights says what each may do."""

    READER = "reader", _("Reader")
    OFFICER = "officer", _("Desk officer")
    HEAD = "head", _("Head of desk")
    ADMINISTRATOR = "administrator", _("Administrator")


class PartyKind(TextChoices):
    """What sort of party."""

    STATE = "state", _("State")
    ORGANISATION = "organisation", _("Organisation")


class NameUse(TextChoices):
    """What a further name of a party is."""

    ALIAS = "alias", _("Other name")
    DEMONYM = "demonym", _("Of its people")
    CAPITAL = "capital", _("Capital or seat")
    PLACE = "place", _("Place")


class ArticleState(TextChoices):
    """How far an article has come."""

    WAITING = "waiting", _("Waiting to be fetched")
    KEPT = "kept", _("Kept, waiting to be read")
    READ = "read", _("Read")
    FAILED = "failed", _("Failed")


class Failure(TextChoices):
    """Why an article could not be fetched or read."""

    UNREACHABLE = "unreachable", _("The address can't be reached.")
    REFUSED = "refused", _("The address may not be fetched: it isn't a public web address.")
    FORBIDDEN = "forbidden", _("The site asks programs not to fetch this page.")
    NOT_FOUND = "not_found", _("The site answers that there is no such page.")
    TOO_LARGE = "too_large", _("It is larger than this installation accepts.")
    TOO_SLOW = "too_slow", _("The site took too long to answer.")
    NOT_TEXT = "not_text", _("It is neither a web page nor plain text.")
    NO_TEXT = "no_text", _("No article text was found in it.")
    BROKEN = "broken", _("Reading it failed repeatedly.")


class FindingType(TextChoices):
    """What a finding would become."""

    PROPOSAL = "proposal", _("Proposal")
    UPDATE = "update", _("Progress")


class FindingState(TextChoices):
    """What was decided on a finding."""

    OPEN = "open", _("Waiting for review")
    ACCEPTED = "accepted", _("Accepted as a new proposal")
    ATTACHED = "attached", _("Attached to a proposal")
    DISMISSED = "dismissed", _("Dismissed")


class DismissalReason(TextChoices):
    """Why a finding is no proposal."""

    NOT_CONCRETE = "not_concrete", _("No concrete measure")
    DOMESTIC = "domestic", _("One state's own affair")
    PAST = "past", _("Past or background")
    NOT_OFFICIAL = "not_official", _("Not said by either side")
    DENIED = "denied", _("Denied or hypothetical")
    REPEATED = "repeated", _("Found twice in this article")
    OUT_OF_SCOPE = "out_of_scope", _("Outside our work")
    OTHER = "other", _("Another reason")
