"""The banner kit in the admin: a webmaster makes a placement and takes the line of HTML for it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.menu import MenuItem

from pakn_plugin.access import Actor, actor_of
from pakn_plugin.embed import compliance, compliance_reminding, designer, kit, rendering
from pakn_plugin.embed.doors import for_placement, for_placers
from pakn_plugin.embed.forms import PlacementForm
from pakn_plugin.models import BannerDesign, Placement
from pakn_plugin.queries.banner import RECENT, counts_of, may_design, may_place, visible_placements
from pakn_plugin.services import banner
from pakn_plugin.services.rendering import latest

PER_PAGE = 50


@for_placers
@require_safe
def index(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The placements that the person looks after, with what came of them."""
    asked = request.GET.get("mau", "")
    chosen = BannerDesign.objects.filter(pk=int(asked[:9])).first() if asked.isascii() and asked.isdigit() else None
    found = visible_placements(actor)
    shown = found.filter(design=chosen, active=True) if chosen else found
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("p"))
    ever, recent = counts_of(page), counts_of(page, timezone.localdate() - RECENT)
    rows = [{"placement": item, "ever": ever[item.pk], "recent": recent[item.pk]} for item in page]
    context = {"rows": rows, "page_obj": page, "may_design": may_design(actor), "run": latest(), "chosen": chosen}
    return render(request, "pakn/embed/index.html", context)


@for_placers
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new placement; then its kit."""
    form = PlacementForm(request.POST or None, actor=actor, instance=Placement(created_by=actor.user))
    return _form_page(request, form, _("Thêm nơi đặt biểu ngữ"))


@for_placement("GET", "HEAD", "POST")
def edit(request: HttpRequest, actor: Actor, placement: Placement) -> HttpResponse:
    """Change a placement; pasted addresses stay as they are."""
    form = PlacementForm(request.POST or None, actor=actor, instance=placement)
    return _form_page(request, form, _("Sửa nơi đặt biểu ngữ"))


def _form_page(request: HttpRequest, form: PlacementForm, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        placement = form.save(commit=False)
        banner.save(placement)
        messages.success(request, _("Đã lưu. Mã nhúng ở dưới đây."))
        return redirect(kit.with_size(request, reverse("pakn_banner:kit", args=[placement.pk])))
    context = {"form": form, "title": title, "preview": kit.preview_path(form)}
    return render(request, "pakn/embed/form.html", context)


class BannerMenuItem(MenuItem):
    """Shown to those who may place a banner."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_place(actor_of(request))


def embed_menu_item() -> MenuItem:
    """For the hook `register_admin_menu_item`."""
    label = gettext_lazy("Biểu ngữ")
    return BannerMenuItem(label, reverse("pakn_banner:index"), name="pakn-banner", icon_name="image", order=260)


def embed_admin_urls() -> list[URLResolver]:
    """For the hook `register_admin_urls`: below the admin's address, names in `pakn_banner`."""
    patterns = [
        path("", index, name="index"),
        path("them/", add, name="add"),
        *kit.PATTERNS,
        path("ve-lai/", for_placers(rendering.progress), name="rendering"),
        *designer.PATTERNS,
        path("<int:pk>/sua/", edit, name="edit"),
        *compliance.PATTERNS,
        *compliance_reminding.PATTERNS,
    ]
    return [path("pakn/bieu-ngu/", include((patterns, "pakn_banner")))]
