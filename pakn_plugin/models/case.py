"""The case and its state machine. Transitions are bare: who may run them stands in access, what follows in services."""

from django.conf import settings
from django.db import models
from django.db.models import Case as Branch
from django.db.models import F, Q, When
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE, ConcurrentTransitionMixin, FSMField, transition

from pakn_plugin import codes
from pakn_plugin.models.agency import Agency, Area, Topic
from pakn_plugin.models.banner import Placement
from pakn_plugin.models.labels import Labelled
from pakn_plugin.models.register import RefusalReason
from pakn_plugin.states import Channel, Level, Side, State

S = State


class Reporter(models.Model):
    """Who filed: the contact of one filing, kept apart from the case so that it can be erased alone."""

    name = models.CharField(_("họ và tên"), max_length=120)
    phone = models.CharField(_("số điện thoại"), max_length=16, blank=True, db_index=True)
    email = models.EmailField(_("thư điện tử"), blank=True, db_index=True)
    address = models.CharField(_("địa chỉ liên hệ"), max_length=300, blank=True)
    language = models.CharField(_("ngôn ngữ"), max_length=8, default="vi")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="pakn_reporters"
    )

    class Meta:
        verbose_name = _("người gửi")
        verbose_name_plural = _("người gửi")
        constraints = [
            models.CheckConstraint(condition=~Q(phone="", email="", address=""), name="pakn_reporter_contact")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class CaseBase(Labelled):
    """The plain fields of a case."""

    code = models.CharField(_("mã phản ánh"), max_length=24, unique=True, editable=False)
    filing_key = models.UUIDField(unique=True, editable=False)
    link_key = models.CharField(max_length=16, default=codes.new_link_key, editable=False)
    title = models.CharField(_("tiêu đề"), max_length=160)
    text = models.TextField(_("nội dung"))
    folded = models.TextField(editable=False)
    topic = models.ForeignKey(Topic, models.PROTECT, verbose_name=_("lĩnh vực"))
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("xã, phường, đặc khu"), db_index=False)
    address = models.CharField(_("địa chỉ, vị trí"), max_length=300, blank=True)
    lat = models.FloatField(_("vĩ độ"), null=True, blank=True)
    lon = models.FloatField(_("kinh độ"), null=True, blank=True)
    reporter = models.ForeignKey(Reporter, models.PROTECT, verbose_name=_("người gửi"), related_name="cases")
    channel = models.CharField(_("kênh tiếp nhận"), max_length=16, choices=Channel.choices, default=Channel.WEB)
    placement = models.ForeignKey(
        Placement,
        models.SET_NULL,
        verbose_name=_("biểu ngữ"),
        null=True,
        blank=True,
        related_name="cases",
        db_index=False,
    )
    wants_publication = models.BooleanField(_("đồng ý công khai"), default=False)
    notice_version = models.CharField(_("phiên bản thông báo dữ liệu cá nhân"), max_length=32)
    level = models.CharField(_("mức độ"), max_length=16, choices=Level.choices, default=Level.NORMAL)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        verbose_name=_("cơ quan xử lý"),
        null=True,
        blank=True,
        related_name="cases",
        db_index=False,
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("cán bộ xử lý"),
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    filed_at = models.DateTimeField(_("gửi lúc"))
    state_since = models.DateTimeField(_("ở trạng thái này từ"))
    stage_due_at = models.DateTimeField(_("hạn của bước này"), null=True, blank=True)
    due_at = models.DateTimeField(_("hạn trả lời"))
    answered_at = models.DateTimeField(_("trả lời lần đầu lúc"), null=True, blank=True)
    reopened_at = models.DateTimeField(_("người gửi đề nghị xử lý lại lúc"), null=True, blank=True)
    ended_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)
    resume_state = models.CharField(max_length=20, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("phản ánh chính"),
        null=True,
        blank=True,
        related_name="duplicates",
        db_index=False,
    )
    refusal_reason = models.ForeignKey(
        RefusalReason, models.PROTECT, verbose_name=_("lý do không tiếp nhận"), null=True, blank=True, db_index=False
    )
    refusal_text = models.TextField(_("giải thích cho người gửi"), blank=True)
    restricted = models.BooleanField(_("khiếu nại, tố cáo"), default=False, editable=False)
    declines = models.PositiveSmallIntegerField(_("số lần bị trả lại"), default=0, editable=False)
    split_from = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("tách từ phản ánh"),
        null=True,
        blank=True,
        related_name="parts",
        db_index=False,
    )
    remind_at = models.DateTimeField(_("xem lại việc nhắc hạn lúc"), null=True, blank=True, editable=False)
    word_by = models.CharField(
        _("ai phải nhắn tiếp"),
        max_length=8,
        choices=Side.choices,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    word_since = models.DateTimeField(_("phải nhắn tiếp từ"), null=True, blank=True, editable=False)
    word_due_at = models.DateTimeField(_("phải nhắn tiếp trước"), null=True, blank=True, editable=False)
    word_remind_at = models.DateTimeField(_("xem lại việc nhắc trả lời tin nhắn lúc"), null=True, editable=False)
    citizen_seen_at = models.DateTimeField(_("người gửi xem lần cuối lúc"), null=True, editable=False)
    points = models.JSONField(_("các điều được hỏi"), default=list, db_default=[], blank=True, editable=False)
    steps = models.PositiveIntegerField(_("số bước trong lịch sử"), default=0, editable=False)
    chain = models.CharField(_("dấu của bước cuối"), max_length=64, default="", editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code


# When somebody has to act next: the step's limit, or the answer to a message where that comes first.
OWED = Q(word_by=Side.HANDLER)
NEXT_DUE = Branch(
    When(OWED & Q(stage_due_at__isnull=True), then=F("word_due_at")),
    When(OWED & Q(word_due_at__lt=F("stage_due_at")), then=F("word_due_at")),
    default=F("stage_due_at"),
)


def _where_set(name: str) -> models.Index:
    """Few cases have such a link: the others keep out of its index, which each of their steps would have to write."""
    return models.Index(fields=[name], condition=Q((f"{name}__isnull", False)), name=f"pakn_case_{name}")


class Case(ConcurrentTransitionMixin, CaseBase):
    """A citizen's feedback on its way from filing to its end."""

    state = FSMField(
        _("trạng thái"), max_length=20, default=S.SUBMITTED, choices=S.choices, protected=True, editable=False
    )

    next_due_at = models.GeneratedField(expression=NEXT_DUE, output_field=models.DateTimeField(), db_persist=True)

    class Meta:
        verbose_name = _("phản ánh")
        verbose_name_plural = _("phản ánh")
        ordering = ["-filed_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="pakn_case_state"),
            models.CheckConstraint(
                condition=Q(word_by="", word_since__isnull=True, word_due_at__isnull=True)
                | Q(word_by__in=Side.values, word_since__isnull=False, word_due_at__isnull=False),
                name="pakn_case_word_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["-filed_at", "-id"], name="pakn_case_newest"),
            models.Index(fields=["state", "-filed_at", "-id"], name="pakn_case_state_newest"),
            models.Index(fields=["agency", "state", "-filed_at"], name="pakn_case_agency"),
            models.Index(fields=["state", "due_at"], name="pakn_case_due"),
            models.Index(fields=["officer", "state"], name="pakn_case_officer"),
            models.Index(fields=["next_due_at", "id"], name="pakn_case_next_due"),
            models.Index(fields=["state", "stage_due_at", "id"], name="pakn_case_state_due"),
            models.Index(fields=["agency", "state", "next_due_at"], name="pakn_case_agency_due"),
            models.Index(fields=["area", "topic", "-filed_at"], name="pakn_case_near"),
            models.Index(fields=["word_due_at", "id"], condition=OWED, name="pakn_case_word_due"),
            models.Index(
                fields=["word_remind_at"], condition=Q(word_remind_at__isnull=False), name="pakn_case_word_remind"
            ),
            models.Index(fields=["remind_at"], condition=Q(remind_at__isnull=False), name="pakn_case_remind"),
            *(_where_set(name) for name in ("placement", "merged_into", "refusal_reason", "split_from", "reopened_at")),
        ]

    @transition(field=state, source=S.SUBMITTED, target=S.RECEIVED)
    def receive(self) -> None: ...

    @transition(field=state, source=[S.SUBMITTED, S.RECEIVED, S.PROCESSING], target=S.NEEDS_INFO)
    def request_info(self) -> None: ...

    @transition(
        field=state,
        source=S.NEEDS_INFO,
        target=GET_STATE(
            lambda case, *args, **kwargs: State(case.resume_state), states=[S.SUBMITTED, S.RECEIVED, S.PROCESSING]
        ),
    )
    def supply_info(self) -> None: ...

    @transition(field=state, source=[S.SUBMITTED, S.RECEIVED], target=S.REFUSED)
    def refuse(self) -> None: ...

    @transition(field=state, source=[S.SUBMITTED, S.RECEIVED], target=S.MERGED)
    def merge(self) -> None: ...

    @transition(field=state, source=S.RECEIVED, target=S.TRANSFERRED)
    def transfer(self) -> None: ...

    @transition(field=state, source=S.TRANSFERRED, target=S.PROCESSING)
    def accept(self) -> None: ...

    @transition(field=state, source=S.TRANSFERRED, target=S.RECEIVED)
    def decline(self) -> None: ...

    @transition(field=state, source=S.PROCESSING, target=S.RECEIVED)
    def send_back(self) -> None: ...

    @transition(field=state, source=S.PROCESSING, target=S.AWAITING_APPROVAL)
    def submit_reply(self) -> None: ...

    @transition(field=state, source=S.AWAITING_APPROVAL, target=S.ANSWERED)
    def approve(self) -> None: ...

    @transition(field=state, source=S.AWAITING_APPROVAL, target=S.PROCESSING)
    def return_reply(self) -> None: ...

    @transition(field=state, source=S.ANSWERED, target=S.CLOSED)
    def rate_close(self) -> None: ...

    @transition(field=state, source=S.ANSWERED, target=S.UNDER_REVIEW)
    def contest(self) -> None: ...

    @transition(field=state, source=S.UNDER_REVIEW, target=S.CLOSED)
    def uphold(self) -> None: ...

    @transition(field=state, source=S.UNDER_REVIEW, target=S.PROCESSING)
    def reopen_review(self) -> None: ...

    @transition(field=state, source=[S.ANSWERED, S.CLOSED], target=S.PROCESSING)
    def reopen(self) -> None: ...

    @transition(
        field=state,
        source=[S.SUBMITTED, S.RECEIVED, S.TRANSFERRED, S.PROCESSING, S.NEEDS_INFO],
        target=S.WITHDRAWN,
    )
    def withdraw(self) -> None: ...

    @transition(field=state, source=S.NEEDS_INFO, target=S.CLOSED)
    def expire_info(self) -> None: ...

    @transition(field=state, source=S.ANSWERED, target=S.CLOSED)
    def expire_rating(self) -> None: ...
