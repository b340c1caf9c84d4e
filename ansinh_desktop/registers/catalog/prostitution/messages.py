"""The sentences that only records of this support say."""

from ansinh_desktop.errors import Message

MESSAGES = (
    Message(
        "AS-7201",
        "Người này dưới 16 tuổi: là trẻ em bị xâm hại, không phải “người bán dâm”.",
        "Không lập hồ sơ ở sổ này. Mở sổ Trẻ em bị xâm hại và lập hồ sơ ở đó, báo công an ngay.",
    ),
    Message(
        "AS-7202",
        "Chưa rõ người này đã đủ 16 tuổi chưa; dưới 16 tuổi là trẻ em bị xâm hại.",
        "Tìm ngày sinh chính xác. Còn nghi ngờ thì lập hồ sơ ở sổ Trẻ em bị xâm hại.",
    ),
    Message(
        "AS-7203",
        "Từ 16 đến dưới 18 tuổi: phải coi là người có thể bị bóc lột, mua bán.",
        "Lập hồ sơ ở sổ Nạn nhân bị mua bán rồi ghi mã hồ sơ ấy vào đây; không phải thì ghi lý do.",
    ),
    Message(
        "AS-7204",
        "Bị ép buộc, lừa gạt: phải coi là người có thể bị mua bán.",
        "Lập hồ sơ ở sổ Nạn nhân bị mua bán rồi ghi mã hồ sơ ấy vào đây; không phải thì ghi lý do.",
    ),
    Message("AS-7205", "Cập nhật hồ sơ ngày {second}, trước ngày phát hiện {first}.", "Xem lại hai ngày."),
    Message(
        "AS-7206",
        "Đã tiếp cận, thăm mà chưa ghi người này đồng ý liên hệ.",
        "Ghi “Đồng ý liên hệ”, hoặc ghi lý do.",
    ),
    Message(
        "AS-7207",
        "Chưa có sự đồng ý liên hệ của người này.",
        "Chỉ tiếp cận khi người này đồng ý. Chưa đồng ý thì để hồ sơ ở bước trước, hoặc kết thúc.",
    ),
)
