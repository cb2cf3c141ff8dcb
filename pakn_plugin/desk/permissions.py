"""Who gets into the desk. Wagtail's `access_admin` opens the admin; memberships decide what is inside.

Members of staff belong to the group STAFF_GROUP, which holds that one permission and nothing else, so that nobody
sees pages, images or settings by it. A host creates the group with `staff_group()`; it may be called again.
"""

from django.contrib.auth.models import Group, Permission

STAFF_GROUP = "Cán bộ PAKN"


def staff_group() -> Group:
    """The group of everybody who works at the desk, with the permission to enter the admin."""
    group, _created = Group.objects.get_or_create(name=STAFF_GROUP)
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    return group
