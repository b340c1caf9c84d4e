"""What a form or a case does in one act: all steps up to where its decision leads."""
