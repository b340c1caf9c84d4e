"""The guidance of the questions about children in special circumstances, where their own declaration does not say it."""

_PAPER_DAY = "Ngày ký ghi trên quyết định, không phải ngày nhận."
_DISEASE = "Theo giấy ra viện, sổ điều trị; thông tin sức khỏe, chỉ ghi điều cần."

GUIDANCE = {
    "risk_factors": "Điều dễ đưa trẻ vào hoàn cảnh đặc biệt: nghèo, bỏ học, cha mẹ ly hôn…; để theo dõi sớm.",
    "entered_on": "Ngày UBND xã xác định trẻ thuộc nhóm; có ngày này và nhóm thì sang “Đang quản lý” được.",
    "care_arrangement": "Trẻ đang sống với ai hoặc ở đâu; có hỏi tiếp phần chăm sóc thay thế hay không tùy vào đây.",
    "facility_name": "Tên cơ sở trợ giúp xã hội, chùa, nhà mở đang nuôi trẻ.",
    "carer_spouse": "Người cùng sống và cùng nhận trẻ; đơn đăng ký nhận chăm sóc có hỏi.",
    "care_decision_no": "Số quyết định của Chủ tịch UBND xã giao trẻ cho cá nhân, gia đình (Luật Trẻ em Điều 62 đến 66).",
    "care_decision_date": _PAPER_DAY,
    "care_ended_on": "Ngày quyết định chấm dứt có hiệu lực; từ đó trẻ cần nơi chăm sóc khác.",
    "care_end_reason": "Về với cha mẹ, được nhận làm con nuôi, người chăm sóc không còn điều kiện…",
    "birth_registered": "Có giấy khai sinh; chưa có thì cần làm trước mọi giấy tờ khác.",
    "school": "Đang học, chưa đến tuổi, đã bỏ học; bỏ học thì cần ghi vì sao.",
    "school_name": "Tên trường đang học, hoặc trường học cuối cùng trước khi bỏ.",
    "grade": "Lớp đang học, hoặc lớp cuối cùng đã học xong.",
    "school_left_reason": "Nhà nghèo, đi làm, theo cha mẹ đi xa, học không được…",
    "has_health_insurance": "Trẻ dưới 6 tuổi và trẻ hộ nghèo được cấp thẻ không mất tiền; đã ghi số thẻ ở phần nhân thân thì không hỏi.",
    "hiv_facility": "Phòng khám ngoại trú đang cấp thuốc; thông tin mật.",
    "illness_listed": "Đối chiếu tên bệnh với danh mục của Bộ Y tế; ngoài danh mục thì chọn Không.",
    "illness_facility": _DISEASE,
    "offence_measure": "Giáo dục tại xã, quản lý tại gia đình, đưa vào trường giáo dưỡng…, theo quyết định.",
    "offence_decision_no": "Ghi nguyên số và ký hiệu của quyết định.",
    "offence_decision_date": _PAPER_DAY,
    "offence_from": "Ngày bắt đầu chấp hành ghi trong quyết định.",
    "offence_to": "Ngày hết thời hạn; sau ngày này xem lại nhóm của trẻ.",
    "leave_reason": "Lý do thôi quản lý: đủ 16 tuổi, hết nguy cơ, chuyển đi, được nhận nuôi, mất.",
}

EVENT_GUIDANCE = {
    "assessment.groups": "Các nhóm còn đúng vào ngày rà soát; khác nhóm đang ghi thì sửa cả hồ sơ.",
    "assessment.care_arrangement": "Nơi trẻ đang được chăm sóc vào ngày rà soát.",
    "care_monitoring.findings": "Sức khỏe, học tập, tình cảm của trẻ; người nhận chăm sóc có gặp khó không.",
    "care_monitoring.continues": "Chọn Không thì phải tìm nơi khác và ra quyết định chấm dứt.",
    "care_monitoring.reported_on": "Ngày gửi báo cáo; mỗi 06 tháng một lần.",
}
