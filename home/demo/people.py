"""The newsroom: who writes, who approves, and the workflow between them."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowPage,
)
from wagtail.users.models import UserProfile

from home.models import User

EDITORS, MODERATORS = "Editors", "Moderators"
# The name that Wagtail's migrations give to the workflow and to its only step.
GIVEN_NAME = "Moderators approval"
PAGE_RIGHTS = {
    EDITORS: ["add_page", "change_page"],
    MODERATORS: ["add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"],
}
FILE_RIGHTS = {
    EDITORS: [("home", "add_customimage"), ("home", "choose_image"), ("wagtaildocs", "add_document")],
    MODERATORS: [("home", "change_customimage"), ("wagtaildocs", "change_document")],
}
FILE_RIGHTS[EDITORS].append(("wagtaildocs", "choose_document"))
FILE_RIGHTS[MODERATORS] += FILE_RIGHTS[EDITORS]
MODEL_RIGHTS = {
    EDITORS: [("wagtailadmin", "access_admin"), ("simple_translation", "submit_translation")],
    MODERATORS: [
        ("wagtailadmin", "access_admin"),
        ("simple_translation", "submit_translation"),
        ("home", "change_brandsettings"),
        ("home", "change_navigationsettings"),
        ("news", "add_category"),
        ("news", "change_category"),
        ("news", "delete_category"),
        ("wagtailredirects", "add_redirect"),
        ("wagtailredirects", "change_redirect"),
        ("wagtailredirects", "delete_redirect"),
    ],
}
ACCOUNTS = [
    ("editor", "Lê Thu", "Hà", [EDITORS]),
    ("chief-editor", "Phạm Quốc", "Bảo", [MODERATORS]),
    ("admin", "Nguyễn Minh", "Khoa", []),
]


def load(password: str) -> None:
    """Groups with their rights, the approval workflow, and the demo accounts."""
    for name in (EDITORS, MODERATORS):
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*(_permission(*right) for right in MODEL_RIGHTS[name]))
        _grant_tree(group, name)
    _require_approval()
    for username, last_name, first_name, groups in ACCOUNTS:
        _account(username, last_name, first_name, groups, password)


def _permission(app_label: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def _grant_tree(group: Group, name: str) -> None:
    """All pages, and all pictures and documents."""
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    for codename in PAGE_RIGHTS[name]:
        permission = _permission("wagtailcore", codename)
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    for right in FILE_RIGHTS[name]:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=_permission(*right)
        )


def _require_approval() -> None:
    """What an editor submits anywhere goes to the chief editor: Wagtail's own workflow, with Vietnamese names."""
    root = Page.get_first_root_node()
    Page.objects.filter(pk=root.pk).update(title="Tất cả trang", draft_title="Tất cả trang")
    Workflow.objects.filter(name=GIVEN_NAME).update(name="Duyệt tin bài")
    Task.objects.filter(name=GIVEN_NAME).update(name="Người duyệt tin xem và xuất bản")
    if not WorkflowPage.objects.filter(page=root).exists():
        workflow = Workflow.objects.filter(active=True).order_by("pk").first()
        if workflow:
            WorkflowPage.objects.create(page=root, workflow=workflow)


def _account(username: str, last_name: str, first_name: str, groups: list[str], password: str) -> None:
    user, created = User.objects.get_or_create(
        username=username,
        defaults={
            "last_name": last_name,
            "first_name": first_name,
            "email": f"{username}@khanhhoa.example.vn",
            "is_staff": True,
            "is_superuser": username == "admin",
        },
    )
    if created:
        user.set_password(password)
        user.save(update_fields=["password"])
        UserProfile.objects.update_or_create(
            user=user, defaults={"preferred_language": "vi", "current_time_zone": "Asia/Ho_Chi_Minh"}
        )
    user.groups.add(*Group.objects.filter(name__in=groups))
