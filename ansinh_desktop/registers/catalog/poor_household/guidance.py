"""The guidance of the questions about poor households, where their own declaration does not say it."""

GUIDANCE = {
    "members.name": "Ghi đủ họ, chữ đệm, tên của từng người trong hộ, trừ chủ hộ.",
    "members.born": "Chỉ biết năm thì gõ năm; tuổi quyết định các chỉ số thiếu hụt.",
    "members.sex": "Báo cáo đếm nam, nữ trong hộ nghèo.",
    "members.relation": "Là gì của chủ hộ: vợ, chồng, con, cha, mẹ…",
    "members.ethnicity": "Theo giấy khai sinh của từng người; có thể khác chủ hộ.",
    "members.personal_id": "12 chữ số; nhờ số này nhận ra người ấy ở sổ khác.",
}
