"""Who gets into the desk. Wagtail's `access_admin` opens the admin; memberships decide what is inside.

Members of staff belong to the group STAFF_GROUP, which holds that one permission and nothing else, so that nobody
sees pages, images or settings by it. A host creates the group with `staff_group()`; it may be called again.
"""

from pakn_plugin.services.staff import STAFF_GROUP, staff_group

__all__ = ["STAFF_GROUP", "staff_group"]
