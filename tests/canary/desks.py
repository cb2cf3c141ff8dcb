"""What people at the desk open: those who handle the cases, and those who have nothing to do with them."""

from collections.abc import Iterator

from django.test import Client
from django.urls import reverse

from pakn_plugin.access import Actor
from pakn_plugin.desk.permissions import staff_group
from pakn_plugin.models import Case, Document, NoteDocument, NotePhoto, Photo
from tests.canary.surfaces import answer
from tests.canary.words import traces

LISTS = ("index", "promises", "answer_times", "approvals", "filters")
OF_A_CASE = ("case", "print", "approve", "approve_correction")


def signed_in(actor: Actor) -> Client:
    actor.user.groups.add(staff_group())
    client = Client()
    client.force_login(actor.user)
    return client


def seen_by(actor: Actor, cases: list[Case]) -> set[str]:
    """Every canary that this person finds on the pages and in the files of some cases."""
    client = signed_in(actor)
    pages = [reverse(f"pakn_desk:{name}", args=[case.pk]) for case in cases for name in OF_A_CASE]
    found: set[str] = set()
    for address in (*pages, *files(cases)):
        found |= traces(answer(client.get(address)))
    return found


def files(cases: list[Case]) -> Iterator[str]:
    """The photos and documents of cases, those of their notes too."""
    for case in cases:
        for photo in Photo.objects.filter(case=case):
            yield reverse("pakn_desk:photo", args=[case.pk, photo.pk, "full"])
        for document in Document.objects.filter(case=case):
            yield reverse("pakn_desk:document", args=[case.pk, document.pk])
        for kind, model in (("pdf", NoteDocument), ("photo", NotePhoto)):
            for row in model._default_manager.filter(note__case=case):
                yield reverse("pakn_desk:note_file", args=[case.pk, kind, row.pk])


def foreign(cases: list[Case]) -> Iterator[str]:
    """What somebody of another agency can try: lists, searches, files of the list, the cases by their numbers."""
    yield from (reverse(f"pakn_desk:{name}") for name in LISTS)
    yield from (reverse("pakn_desk:index") + f"?queue=all&q={word}" for word in ("den", "hem", "ho"))
    yield from (reverse("pakn_desk:export", args=[kind]) + "?queue=all" for kind in ("csv", "xlsx"))
    for case in cases:
        yield from (reverse(f"pakn_desk:{name}", args=[case.pk]) for name in OF_A_CASE)
    yield from files(cases)
