"""The words of the casework: states, roles, actions and choices. Pure: no ORM, no clock."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a case stands; the label is what people read."""

    SUBMITTED = "submitted", _("Chờ tiếp nhận")
    NEEDS_INFO = "needs_info", _("Yêu cầu bổ sung")
    RECEIVED = "received", _("Đã tiếp nhận")
    TRANSFERRED = "transferred", _("Đang chuyển xử lý")
    PROCESSING = "processing", _("Đang xử lý")
    AWAITING_APPROVAL = "awaiting_approval", _("Chờ duyệt trả lời")
    ANSWERED = "answered", _("Đã trả lời")
    UNDER_REVIEW = "under_review", _("Đang rà soát")
    REFUSED = "refused", _("Không tiếp nhận")
    MERGED = "merged", _("Đã gộp do trùng")
    WITHDRAWN = "withdrawn", _("Đã rút phản ánh")
    CLOSED = "closed", _("Kết thúc")


ENDED = frozenset({State.REFUSED, State.MERGED, State.WITHDRAWN, State.CLOSED})
OPEN = frozenset(State) - ENDED
# A case that ends like this has no public copy: a denunciation, a duplicate, a case that was taken back.
NEVER_PUBLIC = frozenset({State.REFUSED, State.MERGED, State.WITHDRAWN})
WITH_AGENCY = frozenset({State.TRANSFERRED, State.PROCESSING, State.AWAITING_APPROVAL})
WITH_CITIZEN = frozenset({State.NEEDS_INFO, State.ANSWERED})
WITH_OPERATOR = frozenset({State.SUBMITTED, State.RECEIVED})
# While a main agency is at work others may co-ordinate; whatever leads out of these states ends it.
WITH_PARTNERS = WITH_AGENCY | {State.NEEDS_INFO}


class Party(TextChoices):
    """Who holds a case; the ledger of holding knows exactly one of them at every moment."""

    OPERATOR = "operator", _("Đầu mối tiếp nhận")
    AGENCY = "agency", _("Cơ quan xử lý")
    CITIZEN = "citizen", _("Người gửi")
    REVIEWER = "reviewer", _("Bộ phận rà soát")


class Side(TextChoices):
    """Who owes the next word of a dialogue."""

    HANDLER = "handler", _("Cơ quan xử lý")
    CITIZEN = "citizen", _("Người gửi")


class Answered(TextChoices):
    """How a word that was owed came to its end; only the first two are answers."""

    MESSAGE = "message", _("Đã nhắn lại")
    REPLY = "reply", _("Đã có trả lời chính thức")
    WAIVED = "waived", _("Không cần trả lời")
    ENDED = "ended", _("Phản ánh đã kết thúc")


# Who holds a case in a state; a case that has ended is held by nobody.
PARTY_OF = {
    **dict.fromkeys(WITH_OPERATOR, Party.OPERATOR),
    **dict.fromkeys(WITH_AGENCY, Party.AGENCY),
    **dict.fromkeys(WITH_CITIZEN, Party.CITIZEN),
    State.UNDER_REVIEW: Party.REVIEWER,
}

# What a citizen is told about each state, in one plain sentence.
PLAIN = {
    State.SUBMITTED: _("Phản ánh đã đến hệ thống và đang chờ cán bộ đầu mối tiếp nhận."),
    State.NEEDS_INFO: _("Cơ quan cần bạn bổ sung thông tin. Thời hạn xử lý tạm dừng cho đến khi bạn trả lời."),
    State.RECEIVED: _("Phản ánh đã được tiếp nhận và đang được chọn cơ quan xử lý."),
    State.TRANSFERRED: _("Phản ánh đã được chuyển đến cơ quan có thẩm quyền, đang chờ cơ quan nhận xử lý."),
    State.PROCESSING: _("Cơ quan đã nhận và đang xử lý phản ánh của bạn."),
    State.AWAITING_APPROVAL: _("Nội dung trả lời đã soạn xong, đang chờ lãnh đạo cơ quan duyệt."),
    State.ANSWERED: _("Cơ quan đã trả lời. Mời bạn đọc và đánh giá câu trả lời."),
    State.UNDER_REVIEW: _("Bạn chưa hài lòng. Bộ phận theo dõi đang rà soát lại việc xử lý."),
    State.REFUSED: _("Phản ánh không được tiếp nhận. Lý do và hướng dẫn có ở dưới."),
    State.MERGED: _("Phản ánh trùng với một phản ánh khác và được xử lý chung."),
    State.WITHDRAWN: _("Bạn đã rút phản ánh này."),
    State.CLOSED: _("Việc xử lý phản ánh đã kết thúc."),
}


class Action(TextChoices):
    """Everything that someone can do to a case. The first block moves the machine, the second does not."""

    RECEIVE = "receive", _("Tiếp nhận")
    REQUEST_INFO = "request_info", _("Yêu cầu bổ sung")
    SUPPLY_INFO = "supply_info", _("Bổ sung thông tin")
    REFUSE = "refuse", _("Không tiếp nhận")
    MERGE = "merge", _("Gộp vào phản ánh khác")
    TRANSFER = "transfer", _("Chuyển cơ quan xử lý")
    ACCEPT = "accept", _("Nhận xử lý")
    DECLINE = "decline", _("Trả lại đầu mối")
    SEND_BACK = "send_back", _("Chuyển trả sau khi nhận")
    SUBMIT_REPLY = "submit_reply", _("Trình duyệt trả lời")
    APPROVE = "approve", _("Duyệt và công bố trả lời")
    RETURN_REPLY = "return_reply", _("Trả lại để soạn lại")
    RATE_CLOSE = "rate_close", _("Đánh giá và kết thúc")
    CONTEST = "contest", _("Đánh giá không hài lòng")
    UPHOLD = "uphold", _("Giữ nguyên kết quả")
    REOPEN_REVIEW = "reopen_review", _("Xử lý lại sau rà soát")
    REOPEN = "reopen", _("Đề nghị xử lý lại")
    WITHDRAW = "withdraw", _("Rút phản ánh")
    EXPIRE_INFO = "expire_info", _("Kết thúc do không bổ sung")
    EXPIRE_RATING = "expire_rating", _("Kết thúc do hết hạn đánh giá")

    FILE = "file", _("Gửi phản ánh")
    CLASSIFY = "classify", _("Phân loại")
    ASSIGN = "assign", _("Phân công cán bộ")
    MESSAGE = "message", _("Nhắn cho người gửi")
    ANSWER_MESSAGE = "answer_message", _("Nhắn cho cơ quan")
    NOTE = "note", _("Ghi chú nội bộ")
    DRAFT_REPLY = "draft_reply", _("Soạn trả lời")
    PUBLISH = "publish", _("Duyệt bản công khai")
    RESTRICT = "restrict", _("Đánh dấu đơn khiếu nại, tố cáo")
    LIFT = "lift", _("Bỏ đánh dấu khiếu nại, tố cáo")
    SPLIT = "split", _("Tách thành hai phản ánh")
    ASK_EXTENSION = "ask_extension", _("Đề nghị gia hạn")
    GRANT_EXTENSION = "grant_extension", _("Đồng ý gia hạn")
    REFUSE_EXTENSION = "refuse_extension", _("Không đồng ý gia hạn")
    ASK_VERIFICATION = "ask_verification", _("Đề nghị xác minh thực địa")
    GRANT_VERIFICATION = "grant_verification", _("Đồng ý xác minh thực địa")
    REFUSE_VERIFICATION = "refuse_verification", _("Không đồng ý xác minh thực địa")
    END_VERIFICATION = "end_verification", _("Kết thúc xác minh thực địa")
    INVITE = "invite", _("Mời cơ quan phối hợp")
    CONTRIBUTE = "contribute", _("Gửi ý kiến phối hợp")
    UNINVITE = "uninvite", _("Thôi phối hợp")
    REMIND = "remind", _("Nhắc hạn")
    HAND_OVER = "hand_over", _("Bàn giao cho cán bộ khác")
    RECOMPUTE = "recompute", _("Tính lại hạn theo lịch làm việc")
    WAIVE_MESSAGE = "waive_message", _("Không cần trả lời")
    REVOKE_LINK = "revoke_link", _("Đổi liên kết theo dõi")
    CORRECT = "correct", _("Đính chính trả lời")
    SUBMIT_CORRECTION = "submit_correction", _("Trình duyệt đính chính")
    APPROVE_CORRECTION = "approve_correction", _("Duyệt và công bố đính chính")
    RETURN_CORRECTION = "return_correction", _("Trả lại đính chính")
    MARK_POINTS = "mark_points", _("Nêu các điều được hỏi")
    KEEP_PROMISE = "keep_promise", _("Báo kết quả việc đã hẹn")
    BREAK_PROMISE = "break_promise", _("Quá hẹn, chưa thực hiện")
    REMIND_PROMISE = "remind_promise", _("Nhắc việc đã hẹn")
    EXPLAIN_RATING = "explain_rating", _("Nói thêm về đánh giá")
    REORGANISE = "reorganise", _("Chuyển theo sắp xếp đơn vị")
    REALLOCATE = "reallocate", _("Phân lại sau sắp xếp")


class Role(TextChoices):
    """What a member of an agency may do; citizens and the clock are actors without a role."""

    OPERATOR = "operator", _("Đầu mối tiếp nhận")
    OPERATOR_LEADER = "operator_leader", _("Lãnh đạo đầu mối tiếp nhận")
    COORDINATOR = "coordinator", _("Đầu mối đơn vị")
    OFFICER = "officer", _("Cán bộ xử lý")
    LEADER = "leader", _("Lãnh đạo duyệt")
    REVIEWER = "reviewer", _("Người rà soát")
    SUPERVISOR = "supervisor", _("Theo dõi, giám sát")
    AGENCY_ADMIN = "agency_admin", _("Quản trị đơn vị")
    WEBMASTER = "webmaster", _("Quản trị trang thông tin")
    CONFIDENTIAL = "confidential", _("Người được giao xem đơn khiếu nại, tố cáo")


class Level(TextChoices):
    """How heavy a case is; chooses the row of the deadline policy."""

    NORMAL = "normal", _("Thông thường")
    COMPLEX = "complex", _("Phức tạp")
    URGENT = "urgent", _("Khẩn cấp")


class Channel(TextChoices):
    """How a case came in."""

    WEB = "web", _("Trang web")
    APP = "app", _("Ứng dụng")
    CHAT = "chat", _("Trò chuyện trực tuyến")
    HOTLINE = "hotline", _("Tổng đài")
    EMAIL = "email", _("Thư điện tử")
    COUNTER = "counter", _("Trực tiếp")
    LETTER = "letter", _("Thư tay")


class Score(TextChoices):
    """The citizen's verdict on one published reply."""

    SATISFIED = "satisfied", _("Hài lòng")
    ACCEPTABLE = "acceptable", _("Chấp nhận được")
    UNSATISFIED = "unsatisfied", _("Không hài lòng")


class Stage(TextChoices):
    """The limits that a deadline policy knows."""

    RECEIVE = "receive", _("Tiếp nhận")
    CLASSIFY = "classify", _("Phân loại và chuyển")
    ACCEPT = "accept", _("Nhận xử lý")
    PROCESS = "process", _("Xử lý và trả lời")
    SUPPLEMENT = "supplement", _("Bổ sung của người gửi")
    RATING = "rating", _("Đánh giá")
    REOPENING = "reopening", _("Đề nghị xử lý lại")
    REVIEW = "review", _("Rà soát")
    MESSAGE = "message", _("Trả lời tin nhắn")
    EXTENSION = "extension", _("Gia hạn (nhiều nhất)")
    VERIFICATION = "verification", _("Xác minh thực địa (nhiều nhất)")


class When(TextChoices):
    """On which side of a due moment a reminder lies; later is stronger."""

    BEFORE = "before", _("Trước hạn")
    AT = "at", _("Đúng hạn")
    AFTER = "after", _("Sau hạn")


class Audience(TextChoices):
    """Who is reminded; higher is stronger."""

    HOLDER = "holder", _("Người đang giữ việc")
    UP = "up", _("Cấp trên trực tiếp")
    TOP = "top", _("Theo dõi, giám sát")


class Silence(TextChoices):
    """What it means when an agency does not answer a proposal within its limit."""

    ESCALATE = "escalate", _("Trả về đầu mối và báo cấp trên")
    ACCEPT = "accept", _("Coi như đã nhận xử lý")


class Ground(TextChoices):
    """Why a clock stands still; there are no other grounds."""

    CITIZEN = "citizen", _("Chờ người gửi bổ sung")
    VERIFICATION = "verification", _("Xác minh thực địa")


class DayKind(TextChoices):
    """What a day of the calendar is, where it differs from the plain week."""

    OFF = "off", _("Nghỉ")
    FULL = "full", _("Làm việc cả ngày")
    MORNING = "morning", _("Chỉ làm việc buổi sáng")
    AFTERNOON = "afternoon", _("Chỉ làm việc buổi chiều")


class Unit(TextChoices):
    """What a limit counts."""

    WORKING_HOURS = "working_hours", _("giờ làm việc")
    WORKING_DAYS = "working_days", _("ngày làm việc")
    CALENDAR_DAYS = "calendar_days", _("ngày")


# The stage whose limit runs while a case is in a state; states of rest have none.
STAGE_OF = {
    State.SUBMITTED: Stage.RECEIVE,
    State.NEEDS_INFO: Stage.SUPPLEMENT,
    State.RECEIVED: Stage.CLASSIFY,
    State.TRANSFERRED: Stage.ACCEPT,
    State.PROCESSING: Stage.PROCESS,
    State.AWAITING_APPROVAL: Stage.PROCESS,
    State.ANSWERED: Stage.RATING,
    State.UNDER_REVIEW: Stage.REVIEW,
}

# What answers a citizen's message; time never does (docs/decisions/0017).
SETTLES = {
    Action.APPROVE: Answered.REPLY,
    Action.REFUSE: Answered.REPLY,
    Action.MESSAGE: Answered.MESSAGE,
    Action.REQUEST_INFO: Answered.MESSAGE,
    Action.UPHOLD: Answered.MESSAGE,
    Action.REOPEN_REVIEW: Answered.MESSAGE,
    Action.WAIVE_MESSAGE: Answered.WAIVED,
    Action.MERGE: Answered.ENDED,
    Action.WITHDRAW: Answered.ENDED,
    Action.RATE_CLOSE: Answered.ENDED,
}
