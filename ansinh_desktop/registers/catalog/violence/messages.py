"""The sentences that only cases of violence say."""

from ansinh_desktop.errors import Message

MESSAGES = (
    Message(
        "AS-7101",
        "Việc xảy ra ngày {day}: 16 hành vi của Luật 13/2022/QH15 chỉ áp dụng từ 01/7/2023.",
        "Bỏ các hành vi đã chọn, chỉ ghi hình thức; hoặc sửa ngày xảy ra.",
    ),
    Message("AS-7102", "Ngày xảy ra sau ngày tiếp nhận.", "Xem lại hai ngày."),
    Message(
        "AS-7103",
        "Người bị bạo lực là trẻ em dưới 16 tuổi.",
        "Mở ngay hồ sơ ở sổ trẻ em bị xâm hại cho chính em này: việc ấy có ở “Thời hạn của hồ sơ”.",
    ),
    Message("AS-7104", "Cấm tiếp xúc kết thúc trước khi bắt đầu.", "Xem lại “Cấm từ” và “Cấm đến”."),
    Message(
        "AS-7105",
        "Mỗi lần cấm tiếp xúc không quá {length}: lần này muộn nhất đến {last} ({article}).",
        "Rút ngắn thời gian; cần thêm thì ra quyết định mới và ghi thêm một lần.",
    ),
    Message(
        "AS-7106",
        "Cơ quan, tổ chức đề nghị cấm tiếp xúc mà người bị bạo lực chưa đồng ý.",
        "Hỏi người bị bạo lực; không đồng ý thì không ra quyết định theo đề nghị này.",
    ),
    Message(
        "AS-7107",
        "{step}: quá {length} kể từ khi nhận đề nghị ({article}).",
        "Xem lại ngày giờ; đúng như vậy thì ghi lý do chậm.",
    ),
    Message(
        "AS-7108",
        "“{label}” chưa có theo luật của ngày đề nghị.",
        "Chọn người đề nghị khác, hoặc sửa ngày giờ nhận đề nghị.",
    ),
    Message(
        "AS-7110",
        "Không có quyết định cấm tiếp xúc nào đang có hiệu lực vào ngày này.",
        "Ghi quyết định cấm tiếp xúc ở “Diễn biến”, hoặc chọn bước khác.",
    ),
    Message(
        "AS-7111",
        "Quyết định cấm tiếp xúc còn hiệu lực đến {last}.",
        "Chờ hết hạn, ghi quyết định hủy bỏ (Mẫu 11), hoặc ghi lý do.",
    ),
    Message(
        "AS-7112",
        "Nhóm ưu tiên “{label}” không khớp tuổi hoặc giới tính của người bị bạo lực.",
        "Xem lại nhóm ưu tiên, ngày sinh, giới tính.",
    ),
    Message(
        "AS-7113",
        "Có nhu cầu trợ giúp mà chưa ghi lần trợ giúp nào.",
        "Ghi trợ giúp đã làm ở “Diễn biến”; chưa làm gì thì chưa kết thúc, hoặc ghi lý do.",
    ),
    Message(
        "AS-7114",
        "Đã hòa giải một việc có dấu hiệu tội phạm.",
        "Việc có dấu hiệu tội phạm thì không hòa giải: chuyển công an; xem lại điều đã ghi.",
    ),
    Message(
        "AS-7115",
        "Có người gây bạo lực không bị xử lý hình sự mà chưa được tư vấn.",
        "Tư vấn, giáo dục họ rồi ghi “Đã được tư vấn”: NQ 28/NQ-CP có chỉ tiêu này.",
    ),
    Message("AS-7116", "Tạm lánh đến ngày {second} trước ngày bắt đầu {first}.", "Xem lại hai ngày."),
)
