"""The designer's state between browser and draft: forms, problems beside their layers, pictures of all sizes."""

import base64
from collections.abc import Iterable
from itertools import zip_longest
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin.drawing.layout import SCHEMES, Layout
from pakn_plugin.drawing.reading import LayoutError, Problem, read, written
from pakn_plugin.drawing.sizes import EVERY, FAMILY_OF, GRIDS, said, size_of
from pakn_plugin.embed import designer_rows
from pakn_plugin.embed.designer_forms import HeadForm, LayerForm, PaletteForm, ViewForm
from pakn_plugin.models import BannerDesign
from pakn_plugin.services import banner_look, designs
from pakn_plugin.services.banner_look import Look

EXAMPLE_KEY = "vidu2026"  # the address of an example: no placement has it


class Composer:
    """Everything typed in the designer, and what it comes to."""

    def __init__(self, data: QueryDict) -> None:
        self.head, self.seen = HeadForm(data), data.get("seen", "")
        self.view = ViewForm({name: data.get(f"view-{name}", start) for name, start in VIEW.items()})
        self.palettes = {scheme: PaletteForm(data, prefix=scheme) for scheme in SCHEMES}
        self.layers = [LayerForm(data, prefix=f"layer-{number}") for number in range(designer_rows.count(data))]
        self.general: list[str] = []

    @property
    def shown(self) -> dict[str, str]:
        """Scheme, language and figures of the preview."""
        return self.view.cleaned_data if self.view.is_valid() else dict(VIEW)

    def layout(self) -> Layout | None:
        """The layout that was composed; None where something is wrong, which then stands beside it."""
        fine = [form.is_valid() for form in (self.head, *self.palettes.values(), *self.layers)]
        if not all(fine):
            return None
        try:
            return read(self.draft())
        except LayoutError as error:
            self.blame(error.problems)
            return None

    def draft(self) -> dict[str, Any]:
        """The draft as JSON."""
        schemes = {scheme: form.cleaned_data for scheme, form in self.palettes.items()}
        return {"schemes": schemes, "layers": [form.row() for form in self.layers]}

    def differs_from(self, design: BannerDesign) -> list[str]:
        """What of it is not as the design's draft has it, in words."""
        mine, theirs = written(read(self.draft())), design.draft
        names = self.head.cleaned_data
        found = [_("tên của mẫu")] * ((names["name"], names["name_en"]) != (design.name, design.name_en))
        found += [str(SCHEME_WORDS[name]) for name in SCHEMES if mine["schemes"][name] != theirs["schemes"][name]]
        pairs = zip_longest(mine["layers"], theirs["layers"])
        return found + [_("lớp %(number)s") % {"number": n} for n, (a, b) in enumerate(pairs, start=1) if a != b]

    def blame(self, problems: Iterable[Problem]) -> None:
        """Put each problem beside the layer that it concerns."""
        for problem in problems:
            if problem.layer is not None and problem.layer < len(self.layers):
                self.layers[problem.layer].add_error(None, problem.message)
            else:
                self.general.append(problem.message)

    def problems(self) -> list[dict[str, Any]]:
        """All of them, with the number of their layer (from 1; 0 for the whole)."""
        found = [{"layer": 0, "message": message} for message in self.general]
        for number, form in enumerate(self.layers, start=1):
            for name, errors in form.errors.items():
                label = "" if name == "__all__" else f"{form.fields[name].label}: "
                found += [{"layer": number, "message": f"{label}{error}"} for error in errors]
        others: list[forms.Form] = [self.head, *self.palettes.values()]
        for other in others:
            found += [
                {"layer": 0, "message": f"{other.fields[name].label}: {error}"}
                for name, errors in other.errors.items()
                for error in errors
            ]
        return found

    def preview(self) -> list[dict[str, Any]]:
        """Pictures of every size; what stands against the shown scheme and language is told as well."""
        layout = self.layout()
        if layout is None:
            return []
        shown = self.shown
        figures = designs.EXAMPLE if shown["figures"] == "with" else None
        pictures, _missing = banner_look.pictures(layout.images())
        link = banner_look.link_of(EXAMPLE_KEY)
        look = Look(layout, shown["language"], shown["scheme"], figures, link, pictures)
        self.blame(designs.glance(look))
        return tiles(look)


SCHEME_WORDS = {"light": gettext_lazy("bảng màu sáng"), "dark": gettext_lazy("bảng màu tối")}
VIEW = {"scheme": "light", "language": "vi", "figures": "without"}


def tiles(look: Look, sizes: Iterable[str] = EVERY) -> list[dict[str, Any]]:
    """Pictures of a look inside the page, with the lines of their grids."""
    found = []
    for size in sizes:
        width, height = size_of(size)
        columns, rows = GRIDS[FAMILY_OF[size]]
        code = base64.b64encode(look.picture(size, "svg")).decode()
        found.append(
            {
                "size": size,
                "name": said(size),
                "width": width,
                "height": height,
                "columns": range(1, columns),
                "rows": range(1, rows),
                "right": columns,
                "foot": rows,
                "source": f"data:image/svg+xml;base64,{code}",
                "alt": _("Cỡ %(size)s: %(alt)s") % {"size": said(size), "alt": look.alt},
            }
        )
    return found
