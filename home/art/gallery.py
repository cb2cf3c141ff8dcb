"""Every scene: who paints it, the hours of the day that suit it, and what it shows (Vietnamese alternative text)."""

import random
from collections.abc import Callable

from . import civic, coast, hills, indoors, land, town, water
from .canvas import Canvas
from .colour import DAWN, DAY, DUSK, MIST, NIGHT, Mood

Painter = Callable[[Canvas, Mood, random.Random], None]
OPEN_AIR = (DAY, DUSK, DAWN, MIST, NIGHT)

GALLERY: dict[str, tuple[Painter, tuple[Mood, ...], str]] = {
    "bay": (coast.bay, OPEN_AIR, "Tranh minh họa: vịnh Nha Trang với các đảo, thuyền cá và hàng dừa bên bãi cát"),
    "ponagar": (
        coast.ponagar,
        (DAWN, DUSK, DAY, NIGHT, MIST),
        "Tranh minh họa: Tháp Bà Ponagar trên đồi, nhìn ra cửa biển",
    ),
    "basket_boats": (
        coast.basket_boats,
        (DAWN, DAY, DUSK, MIST),
        "Tranh minh họa: ngư dân chèo thúng trên mặt biển lặng",
    ),
    "fishing_boats": (coast.fishing_boats, (DAY, DUSK, DAWN, NIGHT), "Tranh minh họa: tàu cá xanh đỏ neo trong bến"),
    "islands": (
        coast.islands,
        (DAY, DAWN, DUSK, MIST),
        "Tranh minh họa: quần đảo nhìn từ trên cao, những cánh buồm trắng",
    ),
    "stone_beach": (
        coast.stone_beach,
        (DAWN, DAY, DUSK, MIST),
        "Tranh minh họa: bãi đá ven biển với những khối đá xếp chồng",
    ),
    "lighthouse": (
        water.lighthouse,
        (DUSK, DAY, DAWN, NIGHT),
        "Tranh minh họa: ngọn hải đăng trên mũi đá nhìn ra biển",
    ),
    "reef": (water.reef, (DAY,), "Tranh minh họa: rạn san hô dưới nước với rùa biển và đàn cá"),
    "port": (water.port, (DAY, DUSK, DAWN, NIGHT), "Tranh minh họa: cảng Cam Ranh với tàu hàng và cần cẩu"),
    "city_beach": (
        town.city_beach,
        (DUSK, DAY, NIGHT, DAWN),
        "Tranh minh họa: thành phố biển nhìn từ ngoài khơi, bãi tắm phía trước",
    ),
    "po_klong_garai": (
        land.po_klong_garai,
        (DAY, DUSK, DAWN, MIST),
        "Tranh minh họa: tháp Po Klong Garai trên đồi Trầu ở Phan Rang",
    ),
    "salt_fields": (
        land.salt_fields,
        (DAWN, DAY, DUSK, MIST),
        "Tranh minh họa: diêm dân gánh muối trên cánh đồng muối",
    ),
    "vineyard": (land.vineyard, (DAY, DAWN, DUSK), "Tranh minh họa: vườn nho Ninh Thuận đến mùa thu hoạch"),
    "sheep": (land.sheep_scene, (DAWN, DAY, DUSK, MIST), "Tranh minh họa: đàn cừu gặm cỏ trên đồng dưới chân núi"),
    "pottery": (
        hills.pottery,
        (DAY, DUSK, DAWN),
        "Tranh minh họa: thợ gốm làng Bàu Trúc nặn gốm, lò nung lộ thiên đang cháy",
    ),
    "wind_farm": (
        hills.wind_farm,
        (DAY, DAWN, DUSK, MIST),
        "Tranh minh họa: cánh đồng điện gió trên vùng đồi ven biển",
    ),
    "dunes": (hills.dunes, (DAWN, DAY, DUSK), "Tranh minh họa: đồi cát Nam Cương và đoàn người đi trên triền cát"),
    "street_dusk": (town.street_dusk, (DUSK, NIGHT, DUSK), "Tranh minh họa: đường phố lúc lên đèn, dẫn ra biển"),
    "festival": (town.festival, (NIGHT, DUSK), "Tranh minh họa: đêm hội đèn lồng và pháo hoa bên bờ vịnh"),
    "hospital": (civic.hospital, (DAY, DAWN, DUSK, MIST), "Tranh minh họa: bệnh viện với xe cứu thương trước sảnh"),
    "school": (civic.school, (DAY, DAWN, MIST), "Tranh minh họa: sân trường trước giờ vào lớp"),
    "administration": (
        civic.administration,
        (DAY, DAWN, DUSK, MIST),
        "Tranh minh họa: trụ sở cơ quan hành chính của tỉnh",
    ),
    "ward_office": (
        indoors.ward_office,
        (DAY, DAWN, DUSK, MIST),
        "Tranh minh họa: người dân làm thủ tục ở bộ phận một cửa của phường",
    ),
    "road_works": (
        indoors.road_works,
        (DAY, DAWN, DUSK, MIST),
        "Tranh minh họa: công nhân thảm lại mặt đường, có rào chắn và cọc tiêu",
    ),
}
