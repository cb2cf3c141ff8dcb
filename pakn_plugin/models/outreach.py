"""Whether the banner is still there: what was found on its page, who was reminded, how far a log was read."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from pakn_plugin.models.agency import Agency
from pakn_plugin.models.single import OneInUse, only_one


class PageCheck(models.TextChoices):
    """What became of a look at the registered page."""

    FOUND = "found", _("Có biểu ngữ trên trang")
    ABSENT = "absent", _("Mở được trang nhưng không thấy biểu ngữ")
    TOO_LONG = "too_long", _("Không thấy biểu ngữ trong phần đầu 256 KB của trang")
    NO_HOST = "no_host", _("Không tìm thấy tên miền của trang")
    TIMEOUT = "timeout", _("Trang không trả lời trong 5 giây")
    FAILED = "failed", _("Không kết nối được, hoặc trang báo lỗi")
    TLS = "tls", _("Chứng thư bảo mật của trang không hợp lệ")
    NOT_HTTPS = "not_https", _("Không kiểm tra: địa chỉ trang không bắt đầu bằng https://, hoặc dùng cổng riêng")
    NOT_PUBLIC = "not_public", _("Không kiểm tra: trang nằm trong mạng nội bộ")
    AWAY = "away", _("Không kiểm tra: trang chuyển sang địa chỉ khác")
    UNREADABLE = "unreadable", _("Không kiểm tra: nội dung trang không phải HTML, hoặc bị nén")


class BannerLimits(OneInUse):
    """After how many days without a sign a banner counts as silent: kept by an administrator, one row in use."""

    silent_days = models.PositiveSmallIntegerField(
        _("số ngày không thấy thì coi là im lặng"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Trang được kiểm tra tự động mỗi tuần một lần, nên số này không nên nhỏ hơn 7."),
    )

    class Meta:
        verbose_name = _("thời hạn theo dõi biểu ngữ")
        verbose_name_plural = _("thời hạn theo dõi biểu ngữ")
        ordering = ["-active", "silent_days"]
        constraints = [
            only_one("pakn_banner_limits_one"),
        ]

    def __str__(self) -> str:
        return str(self.silent_days)


class BannerReminder(models.Model):
    """An agency was reminded of its banners: once a day at most."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="banner_reminders")
    day = models.DateField(_("ngày"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("lúc"))
    sent_at = models.DateTimeField(_("gửi lúc"), null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "day"], name="pakn_banner_reminder_day")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day}"


class LogPlace(models.Model):
    """How far a web server's log was read: which file it was, told by its number on the disk, and how many bytes."""

    path = models.CharField(max_length=300, unique=True)
    inode = models.BigIntegerField(default=0)
    offset = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.path
