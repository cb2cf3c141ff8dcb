"""The designer: designs of the banner in the admin, for administrators and leaders of the operator."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from pakn_plugin.access import Actor, actor_of
from pakn_plugin.drawing.layout import Layout
from pakn_plugin.drawing.reading import LayoutError, Problem, read
from pakn_plugin.embed import designer_rows
from pakn_plugin.embed.designer_faults import grouped
from pakn_plugin.embed.designer_page import EXAMPLE_KEY, Composer, tiles
from pakn_plugin.embed.designer_words import KIND_NAMES
from pakn_plugin.models import BannerDesign, DesignVersion
from pakn_plugin.queries.banner import designs_with_use, may_design, versions_of
from pakn_plugin.services import banner_look, designs
from pakn_plugin.services.banner_look import Look

LISTED = ("728x90",)
VERSION_SIZES = ("728x90", "300x250")
View = Callable[..., HttpResponse]


def for_designers(*verbs: str) -> Callable[[View], View]:
    """Let in who designs, and hand the view its actor and, where the address names one, its design."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, pk: int | None = None, **kwargs: Any) -> HttpResponse:
            actor = actor_of(request)
            if not may_design(actor):
                raise PermissionDenied
            if pk is not None:
                kwargs["design"] = get_object_or_404(BannerDesign.objects.select_related("current"), pk=pk)
            return require_http_methods(list(verbs))(view)(request, actor, **kwargs)

        return checked

    return decorate


@for_designers("GET", "HEAD")
def index(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All designs with their pictures and how many placements show each."""
    rows = [{"design": design, "tiles": _drawn(_layout_of(design), LISTED)} for design in designs_with_use()]
    return render(request, "pakn/embed/designs.html", {"rows": rows})


@for_designers("GET", "HEAD", "POST")
def edit(request: HttpRequest, actor: Actor, design: BannerDesign) -> HttpResponse:
    """Compose a design. Every button sends the whole form, so that nothing typed is lost."""
    do = request.POST.get("do", "")
    if request.method != "POST":
        return _editor(request, design, Composer(designer_rows.typed(design)))
    if do.partition("-")[0] in ("up", "down", "remove", "add"):
        return _editor(request, design, Composer(designer_rows.rearranged(request.POST, do)))
    composer, (word, _dash, over) = Composer(request.POST), do.partition("-")
    if word == "fork" and composer.layout() is not None:
        made = designs.copy(actor, design.pk, timezone.now(), composer.draft())
        messages.success(request, _("Đã lưu những gì bạn nhập thành mẫu mới; mẫu cũ giữ bản của người kia."))
        return redirect("pakn_banner:design", made.pk)
    if word not in ("keep", "publish", "over") or composer.layout() is None:
        return _editor(request, design, composer)
    try:
        names = composer.head.cleaned_data
        designs.keep_draft(actor, design.pk, names, composer.draft(), timezone.now(), over or composer.seen or None)
    except designs.DraftMoved as error:
        return _editor(request, error.design, composer, moved=True)
    if word == "publish":
        return redirect("pakn_banner:design_publish", design.pk)
    messages.success(request, _("Đã lưu bản nháp; biểu ngữ đang hiện chưa đổi."))
    return redirect("pakn_banner:design", design.pk)


def _editor(request: HttpRequest, design: BannerDesign, composer: Composer, moved: bool = False) -> HttpResponse:
    """The page with what was typed; where somebody else's draft has `moved` in, with theirs as well."""
    pictures = composer.preview()
    theirs = {"tiles": _drawn(read(design.draft), VERSION_SIZES), "state": designs.state_of(design)} if moved else None
    context = {
        "design": design,
        "theirs": theirs and theirs | {"differs": composer.differs_from(design)},
        "composer": composer,
        "tiles": pictures,
        "problems": composer.problems(),
        "kinds": KIND_NAMES.items(),
        "versions": versions_of(design),
    }
    return render(request, "pakn/embed/designer.html", context, status=409 if moved else 200)


@for_designers("POST")
def preview(request: HttpRequest, actor: Actor, design: BannerDesign) -> HttpResponse:
    """The pictures and problems of what is typed, for the page to put in; nothing is kept."""
    composer = Composer(request.POST)
    pictures = composer.preview()
    return render(request, "pakn/embed/designer_preview.html", {"tiles": pictures, "problems": composer.problems()})


@for_designers("GET", "HEAD", "POST")
def publish(request: HttpRequest, actor: Actor, design: BannerDesign) -> HttpResponse:
    """Say what publishing will do, or what stands against it; then do it."""
    told: list[Problem] = []
    if request.method == "POST":
        try:
            version = designs.publish(actor, design.pk, timezone.now(), request.POST.get("seen"))
        except LayoutError as error:
            told = error.problems
        else:
            messages.success(request, _("Đã công bố phiên bản %(number)s.") % {"number": version.number})
            return redirect("pakn_banner:designs")
    number = design.placements.filter(active=True).count()
    effect = ngettext(
        "%(number)s nơi đặt đang dùng mẫu này sẽ được vẽ lại.",
        "%(number)s nơi đặt đang dùng mẫu này sẽ được vẽ lại.",
        number,
    ) % {"number": number}
    layout = read(design.draft)
    faults = grouped(designs.hindrances(layout))
    context = {"design": design, "effect": effect, "faults": faults, "told": told, "tiles": _drawn(layout)}
    context["seen"] = designs.state_of(design)
    return render(request, "pakn/embed/design_publish.html", context)


@for_designers("GET", "HEAD")
def versions(request: HttpRequest, actor: Actor, design: BannerDesign) -> HttpResponse:
    """The published versions with their pictures, the newest first."""
    rows = [{"version": each, "tiles": _drawn(read(each.layout), VERSION_SIZES)} for each in versions_of(design)]
    context = {"design": design, "rows": rows, "seen": designs.state_of(design)}
    return render(request, "pakn/embed/design_versions.html", context)


@for_designers("POST")
def take_back(request: HttpRequest, actor: Actor, design: BannerDesign, number: int) -> HttpResponse:
    """Make a published version the draft again."""
    version = get_object_or_404(DesignVersion, design=design, number=number)
    try:
        designs.take_back(actor, version.pk, timezone.now(), request.POST.get("seen"))
    except designs.DraftMoved as error:
        messages.error(request, str(error))
        return redirect("pakn_banner:design_versions", design.pk)
    messages.success(request, _("Phiên bản %(number)s đã thành bản nháp.") % {"number": number})
    return redirect("pakn_banner:design", design.pk)


@for_designers("POST")
def copy(request: HttpRequest, actor: Actor, design: BannerDesign) -> HttpResponse:
    """A new design that begins with this one."""
    made = designs.copy(actor, design.pk, timezone.now())
    messages.success(request, _("Đã tạo mẫu mới từ “%(name)s”; hãy đổi tên rồi sửa.") % {"name": design})
    return redirect("pakn_banner:design", made.pk)


@for_designers("POST")
def retire(request: HttpRequest, actor: Actor, design: BannerDesign) -> HttpResponse:
    """Take a design out of use, or back into it."""
    designs.retire(actor, design.pk, not design.retired)
    again, over = _("Mẫu “%(name)s” được dùng lại."), _("Đã thôi dùng mẫu “%(name)s”. Nơi đặt đã chọn vẫn hiện như cũ.")
    messages.success(request, (again if design.retired else over) % {"name": design})
    return redirect("pakn_banner:designs")


def _layout_of(design: BannerDesign) -> Layout:
    return read(design.current.layout if design.current else design.draft)


def _drawn(layout: Layout, sizes: tuple[str, ...] = ("728x90", "300x250", "320x100", "a4")) -> list[dict[str, Any]]:
    pictures, _missing = banner_look.pictures(layout.images())
    link = banner_look.link_of(EXAMPLE_KEY)
    shown = [Look(layout, "vi", scheme, None, link, pictures) for scheme in ("light", "dark")]
    return [tile for look in shown for tile in tiles(look, sizes)]


PATTERNS: list[URLPattern] = [
    path("mau/", index, name="designs"),
    path("mau/<int:pk>/", edit, name="design"),
    path("mau/<int:pk>/xem/", preview, name="design_preview"),
    path("mau/<int:pk>/cong-bo/", publish, name="design_publish"),
    path("mau/<int:pk>/phien-ban/", versions, name="design_versions"),
    path("mau/<int:pk>/phien-ban/<int:number>/lay-lai/", take_back, name="design_take_back"),
    path("mau/<int:pk>/nhan-ban/", copy, name="design_copy"),
    path("mau/<int:pk>/thoi-dung/", retire, name="design_retire"),
]
