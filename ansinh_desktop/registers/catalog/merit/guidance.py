"""The guidance of the questions about people with merit, where their own declaration does not say it."""

_KIN = "Như trên hồ sơ người có công do sở quản lý."

GUIDANCE = {
    "kin.name": "Họ tên người có công hoặc liệt sĩ mà người này là thân nhân.",
    "kin.category": "Liệt sĩ, thương binh, bệnh binh…: chế độ tuất tùy vào đây.",
    "kin.file_no": _KIN,
    "attendant_birth": "Chỉ biết năm thì gõ năm.",
    "attendant_id": "12 chữ số trên thẻ căn cước của người phục vụ.",
    "attendant_relation": "Vợ, chồng, con, cháu, hay người được thuê.",
    "decision_no": "Quyết định của Giám đốc Sở hoặc cấp có thẩm quyền cho hưởng; ghi nguyên số, ký hiệu.",
    "worshipped.name": "Họ tên liệt sĩ mà người này được giao thờ cúng.",
    "worshipped.file_no": _KIN,
    "worshipped.relation": "Là gì của liệt sĩ: em ruột, cháu, người được ủy quyền.",
    "worshipped.decision_no": "Số quyết định trợ cấp thờ cúng; mỗi liệt sĩ một quyết định.",
    "devices.device": "Chân giả, xe lăn, máy trợ thính…; mỗi loại có niên hạn riêng.",
    "devices.note": "Bên trái hay phải, cỡ, nơi cấp.",
    "award_date": "Ngày ghi trên Bằng; chỉ có năm thì ghi năm.",
    "fell_at": "Mặt trận, xã, tỉnh như trong giấy báo tử.",
    "grave_place": "Như bảng ở nghĩa trang, để thân nhân tìm được.",
}

EVENT_GUIDANCE = {
    "procedure.applicant": "Để trống khi chính người có công đề nghị.",
    "procedure.asked_other_on": "Ngày gửi văn bản hỏi nơi trước đây thường trú; thời hạn trả lời tính từ đây.",
    "procedure.sent_to": "Sở hay cơ quan nào nhận hồ sơ tiếp.",
    "procedure.result_no": "Số quyết định, giấy xác nhận là kết quả của thủ tục.",
    "procedure.result_date": "Ngày ký kết quả; có ngày này thì thủ tục xong.",
    "grant.count": "Số liệt sĩ được thờ cúng hoặc số năm thâm niên, để nhân với mức.",
    "grant.km": "Quãng đường một chiều từ nơi ở đến nơi nhận, theo bảng kê.",
    "grant.device": "Loại được cấp lần này; niên hạn tính từ ngày ghi.",
    "grant.death_paper_no": "Số trích lục khai tử; mai táng phí phải có.",
    "grant.death_paper_date": "Ngày cơ quan hộ tịch cấp giấy.",
    "grant.receiver": "Người thân đứng ra nhận khoản này, hoặc tổ chức lo mai táng.",
    "grant.receiver_birth": "Chỉ biết năm thì gõ năm.",
    "grant.receiver_id": "12 chữ số; đối chiếu với thẻ khi giao tiền.",
    "grant.receiver_relation": "Vợ, chồng, con, người thờ cúng…",
    "grant.receiver_address": "Theo thẻ căn cước; in vào quyết định.",
    "gift.occasion": "Tết, 27/7…: danh sách tặng quà in theo dịp.",
    "gift.content": "Kể quà bằng hiện vật; chỉ có tiền thì để trống.",
    "living.reason": "Bệnh, nhà dột, neo đơn, không đất…: điều kéo mức sống xuống.",
    "posting.minutes_no": "Ghi nguyên số trên biên bản kết thúc niêm yết.",
    "council.minutes_no": "Ghi nguyên số trên biên bản họp Hội đồng xác nhận.",
    "council.members": "Họ tên, chức vụ từng người có mặt.",
    "council.conclusion": "Đồng ý hay không đồng ý xác nhận, vì sao.",
}
