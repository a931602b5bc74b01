"""The staff's site: Django's admin, under our name."""

from django.contrib.admin.apps import AdminConfig


class MithaqAdminConfig(AdminConfig):
    """Makes the site of ``proposals.admin.site`` the default one."""

    default_site = "proposals.admin.site.staff_site"
