/// Remarks of `covalux questionnaire check` about a questionnaire itself.
extension RuleCatalogue {
  static let questionnaires = [
    Entry(
      word: "name-length", what: "The name of an answer is longer than a program for statistics takes.",
      why: "It would be cut in an export, and two names could become one.",
      example: "A name of 40 characters; SAS and Stata take 32.",
      fix: "Shorten the name in the questionnaire before answers are stored under it."),
    Entry(
      word: "reserved-name",
      what: "The name of an answer cannot be that of a variable in a program for statistics.",
      why: "The export could not be read there as it is.",
      example: "An answer is called if, or 6_minute_walk.",
      fix: "Give the answer another name before answers are stored under it."),
    Entry(
      word: "name-clash", what: "Two names are one variable in a program for statistics.",
      why: "One of the two would be lost there.", example: "answer.cough and answer.Cough.",
      fix: "Give one of the two another name before answers are stored under it."),
    Entry(
      word: "asked-if-never", what: "A question is asked only if something holds that can never hold.",
      why: "Every answer to it would be counted as skipped by design.",
      example: "asked-if: [a] = '3', and the codes of a are 0, 1 and 2.",
      fix: "Correct asked-if, or add the code to the question that it names."),
    Entry(
      word: "text-kept", what: "A text that people write freely is kept for exports.",
      why: "People write names, places and dates into it.", example: "A remark of the nurse as answer.note.",
      fix: "Say identifying: true or never-export: true in the questionnaire."),
    Entry(
      word: "label-missing", what: "A question has no label.",
      why: "Codebooks and tables will show its name, which few understand.",
      example: "answer.q12 without label.",
      fix: "Add label to the question."),
    Entry(
      word: "label-repeated", what: "Two questions have the same label.",
      why: "Nobody can tell them apart in a codebook or a table.",
      example: "Two questions are labelled Other.",
      fix: "Say in each label what it is about."),
    Entry(
      word: "code-label", what: "A code has no words for what it means.",
      why: "Tables will show the bare code, or it is read as missing for an unknown reason.",
      example: "codes: { 0: no, 1: yes, 2: 2 }.",
      fix: "Write what the code means, or a reason such as refused if it is no answer."),
  ]
}
