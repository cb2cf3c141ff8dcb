"""The public version: an operator approves a redacted copy of text and pictures; the original stays as it is."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from pakn_plugin import text
from pakn_plugin.access import Actor, NotAllowed
from pakn_plugin.models import Photo, Publication
from pakn_plugin.services import documents
from pakn_plugin.services.moves import moving
from pakn_plugin.states import Action


def publish(
    case_id: int,
    actor: Actor,
    title: str,
    body: str,
    photo_ids: Sequence[int],
    now: datetime,
    document_ids: Sequence[int] = (),
) -> Publication:
    """Approve or change the public copy. Raises NotAllowed where the reporter did not agree to publication."""
    with moving(case_id, actor, Action.PUBLISH, now) as move:
        case = move.case
        if not case.wants_publication:
            raise NotAllowed(_("Người gửi không đồng ý công khai phản ánh này."))
        title, body = text.clean(title), text.clean(body)
        publication, _created = Publication.objects.update_or_create(
            case=case,
            defaults={
                "title": title,
                "text": body,
                "folded": text.words(f"{title} {body} {case.area}"),
                "approved_by": actor.user,
                "approved_at": now,
                "withdrawn_at": None,
            },
        )
        Photo.objects.filter(case=case, message=None, reply=None).update(is_public=False)
        Photo.objects.filter(case=case, message=None, reply=None, pk__in=photo_ids).update(is_public=True)
        documents.show(case, document_ids)
        move.data = {"publication": publication.pk}
        return publication


def unpublish(case_id: int, actor: Actor, now: datetime) -> None:
    """Take the public copy away; its address answers 404 from then on."""
    with moving(case_id, actor, Action.PUBLISH, now) as move:
        Publication.objects.filter(case=move.case).update(withdrawn_at=now)
        move.data = {"withdrawn": True}
