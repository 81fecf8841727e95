"""The questions of the chapters, a file each; `question.questions` imports all of them."""
