"""Designs of the banner: a draft is kept, a version is published when nothing stands against it, and can come back."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from pakn_plugin import conf, text
from pakn_plugin.access import Actor, NotAllowed, StateChanged
from pakn_plugin.drawing import builtin, checking
from pakn_plugin.drawing.figures import Figures
from pakn_plugin.drawing.layout import LANGUAGES, Layout
from pakn_plugin.drawing.reading import LayoutError, Problem, read, written
from pakn_plugin.models import BannerDesign, DesignVersion
from pakn_plugin.queries.banner import may_design
from pakn_plugin.services import banner, banner_look
from pakn_plugin.services.banner_look import Look

# Large figures, so that a layout also fits in a busy month.
EXAMPLE = Figures(18_888, 17_777, 16_666, 18_000, date(2026, 11, 28))
# As long as the address of a placement may become.
EXAMPLE_LINK = "/b/mmmmmmmm"


def ensure(**kwargs: Any) -> None:
    """Add the product's designs that are missing, published; what an administrator has made of one stays."""
    if BannerDesign._meta.db_table not in connection.introspection.table_names():
        return
    known = set(BannerDesign.objects.values_list("code", flat=True))
    for order, given in enumerate(builtin.every(), start=1):
        if given.code in known:
            continue
        layout = written(given.layout)
        design = BannerDesign.objects.create(
            code=given.code, name=given.name, name_en=given.name_en, order=order, draft=layout
        )
        _add_version(design, None, timezone.now())


class DraftMoved(StateChanged):
    """Somebody else has kept another draft since; `design` is theirs."""

    def __init__(self, design: BannerDesign) -> None:
        super().__init__(_("Bản nháp vừa được người khác sửa; hãy xem lại trước khi lưu."))
        self.design = design


def state_of(design: BannerDesign) -> str:
    """Names a draft with its names: whoever saves says which one was on the screen."""
    said = json.dumps([design.name, design.name_en, design.draft], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def keep_draft(
    actor: Actor, design_id: int, names: dict[str, str], draft: Any, now: datetime, seen: str | None = None
) -> BannerDesign:
    """Keep what was composed, whether or not it could be published yet; `names` are name and name_en.

    `seen` is the `state_of` the draft on which it was composed. Raises NotAllowed, LayoutError for data that are no
    layout, DraftMoved where another draft stands there by now, BannerDesign.DoesNotExist.
    """
    _check(actor)
    layout = written(read(draft))
    with transaction.atomic():
        design = _locked(design_id, seen, ours=[names["name"], names["name_en"], layout])
        design.name, design.name_en = names["name"], names["name_en"]
        _edit(design, layout, actor, now)
        design.save()
    return design


def copy(actor: Actor, design_id: int, now: datetime, draft: Any = None) -> BannerDesign:
    """A new design that begins with another one's draft, or with a given one, not published yet.

    Raises NotAllowed, LayoutError for data that are no layout.
    """
    _check(actor)
    with transaction.atomic():
        old = BannerDesign.objects.get(pk=design_id)
        name = _("%(name)s (bản sao)") % {"name": old.name[:46]}
        last = BannerDesign.objects.order_by("-pk").values_list("pk", flat=True)[0]
        code = f"{slugify(text.fold(old.name))[:24] or 'mau'}-{last + 1}"
        design = BannerDesign(code=code, name=name, order=old.order + 1)
        _edit(design, written(read(draft)) if draft else old.draft, actor, now)
        design.save()
    return design


def _locked(design_id: int, seen: str | None, ours: Any = None) -> BannerDesign:
    """The design to write on, unless its draft is neither the one that was seen nor what is to be written."""
    design = BannerDesign.objects.select_for_update(of=("self",)).get(pk=design_id)
    if seen is not None and seen != state_of(design) and ours != [design.name, design.name_en, design.draft]:
        raise DraftMoved(design)
    return design


def hindrances(layout: Layout) -> list[Problem]:
    """What stands against publishing a layout here, with the province's words: in every scheme, language and size."""
    every = {language: banner_look.texts(language) for language in LANGUAGES}
    pictures, missing = banner_look.pictures(layout.images())
    found = [
        Problem(_("Hình đã chọn không còn trong thư viện."), number)
        for number, layer in enumerate(layout.layers)
        if layer.image in missing
    ]
    return found + checking.problems(layout, every, EXAMPLE, conf.base_url() + EXAMPLE_LINK, pictures)


def glance(look: Look) -> list[Problem]:
    """What stands against one look of a layout: for somebody who is composing."""
    return checking.of_orders(look.layout, [look.order()])


def publish(actor: Actor, design_id: int, now: datetime, seen: str | None = None) -> DesignVersion:
    """Make the draft the version that placements show, and have their pictures drawn again.

    Raises NotAllowed, LayoutError with everything that stands against it, also a draft that is not the one seen.
    """
    _check(actor)
    design = BannerDesign.objects.get(pk=design_id)
    found = hindrances(read(design.draft))
    if found:
        raise LayoutError(found)
    with transaction.atomic():
        try:
            design = _locked(design_id, seen or state_of(design))
        except DraftMoved as error:
            raise LayoutError(
                [Problem(_("Bản nháp vừa được người khác sửa; hãy xem lại trước khi công bố."))]
            ) from error
        version = _add_version(design, actor, now)
        banner.render_all_of(design.pk, actor.user, now)
    return version


def take_back(actor: Actor, version_id: int, now: datetime, seen: str | None = None) -> BannerDesign:
    """Make a published version the draft again; what placements show does not change.

    Raises NotAllowed, DraftMoved as `keep_draft`.
    """
    _check(actor)
    version = DesignVersion.objects.get(pk=version_id)
    with transaction.atomic():
        design = _locked(version.design_id, seen)
        _edit(design, version.layout, actor, now)
        design.save()
    return design


def retire(actor: Actor, design_id: int, retired: bool) -> None:
    """Offer a design to new placements no more, or again. Raises NotAllowed."""
    _check(actor)
    BannerDesign.objects.filter(pk=design_id).update(retired=retired)


def _check(actor: Actor) -> None:
    if not may_design(actor):
        raise NotAllowed(_("Bạn không có quyền thiết kế mẫu biểu ngữ."))


def _edit(design: BannerDesign, draft: Any, actor: Actor, now: datetime) -> None:
    design.draft, design.edited_at, design.edited_by = draft, now, actor.user


def _add_version(design: BannerDesign, actor: Actor | None, now: datetime) -> DesignVersion:
    number = (design.versions.values_list("number", flat=True).first() or 0) + 1
    by = actor.user if actor else None
    made = DesignVersion.objects.create(
        design=design, number=number, layout=design.draft, published_at=now, published_by=by
    )
    design.current = made
    design.save(update_fields=["current"])
    return made
