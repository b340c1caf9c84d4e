"""The guidance of the questions about victims of trafficking, where their own declaration does not say it."""

GUIDANCE = {
    "linked_victim": "Mã hồ sơ của cha, mẹ hoặc người lớn mà trẻ đi cùng, ở sổ này.",
    "citizenship_group": "Công dân Việt Nam, người nước ngoài, hay người không quốc tịch thường trú: chế độ hỗ trợ khác nhau.",
    "reception_type": "Tự về, được giải cứu, được trao trả hay phát hiện trong nước; giấy tờ cần có tùy vào đây.",
    "reported_at": "Ngày, giờ người ấy hoặc người thân đến trình báo; phải báo cấp trên ngay.",
    "representative_name": "Chỉ ghi khi nạn nhân chưa đủ 18 tuổi hoặc không tự làm được.",
    "representative_relation": "Cha, mẹ, người giám hộ hay người được cử.",
    "representative_phone": "Số gọi được người đại diện; không gọi số của người khác trong nhà.",
    "reported_up_to": "Công an và cơ quan cấp tỉnh đã nhận tin.",
    "reported_up_no": "Ghi nguyên số và ký hiệu của công văn báo.",
    "trafficking_place": "Nước hoặc tỉnh nơi bị đưa đến; không ghi lời kể chi tiết.",
    "purposes": "Chọn hết mục đích: bóc lột tình dục, lao động, lấy bộ phận cơ thể, ép cưới…",
    "trafficked_from": "Chỉ nhớ tháng, năm thì ghi tháng, năm.",
    "trafficked_to": "Ngày thoát ra hoặc được giải cứu; chỉ nhớ năm thì ghi năm.",
    "victim_paper_no": "Ghi nguyên số trên giấy; có giấy mới được hưởng đủ các chế độ.",
    "victim_paper_issuer": "Công an huyện trước đây, công an tỉnh, cơ quan giải cứu, hay cơ quan nước ngoài.",
    "evidence": "Chọn giấy tờ đang có để xác định là nạn nhân; thiếu thì ghi cần gì ở Ghi chú.",
    "application_form": "Số hiệu mẫu đơn đã dùng, theo thông tư của năm ấy.",
    "support_decision_no": "Ghi nguyên số và ký hiệu của quyết định cho hưởng hỗ trợ.",
    "support_decision_date": "Ngày ký; từ đây các khoản hỗ trợ được chi.",
    "support_decided_by": "UBND xã, sở hay cơ sở hỗ trợ đã ra quyết định.",
    "lodged_from": "Ngày đến nơi lưu trú; thời gian lưu trú có giới hạn.",
    "reintegration_from": "Ngày về địa phương sinh sống; từ đây theo dõi hòa nhập.",
    "residence_settled": "Có đăng ký thì mới làm được giấy tờ, bảo hiểm, vay vốn.",
    "children_birth_registered": "Chỉ khi có con sinh trong thời gian bị mua bán.",
    "closed_reason": "Đã hòa nhập, chuyển đi, từ chối hỗ trợ, mất…",
}

EVENT_GUIDANCE = {
    "assessment.wishes": "Điều nạn nhân nói vào ngày đánh giá; có thể khác lần trước.",
    "verification.verifier": "Công an nơi nào xác minh.",
    "verification.is_victim": "Chọn theo văn bản trả lời; chưa có trả lời thì để trống.",
}
