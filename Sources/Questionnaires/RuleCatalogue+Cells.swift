/// Rules about files, keys and single cells.
extension RuleCatalogue {
  static let files = [
    Entry(
      word: "file-format", what: "The file is no delimited text.",
      why: "A workbook, an archive or a page holds its table in another form.",
      example: "An Excel workbook was renamed to data.csv.",
      fix: "Open it with the program it belongs to, and save or export the table as CSV UTF-8."),
    Entry(
      word: "unreadable-file",
      what: "The file is not there, cannot be read, is no ordinary file, or changed while it was read.",
      why: "Half a file, or another one than was looked at, would be stored.",
      example: "The export is still being written when the import begins.",
      fix: "Check name and permissions, wait until the file is complete, and import it again."),
    Entry(
      word: "compression", what: "A compressed file (.gz, .zst) cannot be unpacked.",
      why: "A part of a table would be stored as if it were all of it.",
      example: "A transfer ended before the file did.",
      fix: "Send the file again, or unpack it first."),
    Entry(
      word: "empty-file", what: "The file holds nothing, or white space only.",
      why: "An export that failed leaves such a file behind.", example: "A file of 0 bytes.",
      fix: "Check that the export has finished and the file is the right one."),
    Entry(
      word: "delimiter", what: "No delimiter, or more than one, explains the lines of the file.",
      why: "Read with the wrong one, cells would be cut or joined.",
      example: "The header has semicolons and the rows have commas.",
      fix: "Export the file again, or name the delimiter with --delimiter."),
    Entry(
      word: "size",
      what: "A cell has more than 1 MiB, a row more than 4 MiB, or a row more than 4,096 fields.",
      why: "No form has such answers; it is mostly a quote that was never closed.",
      example: "A cell begins with a quote, and everything after it becomes its text.",
      fix: "Close the quote at the place that is said, check the delimiter, or split the file by columns."),
    Entry(
      word: "unknown-column", what: "The file has a column that the questionnaire does not know.",
      why: "A misspelt column would silently not be stored.",
      example: "The file has q07_fatige, the questionnaire q07_fatigue.",
      fix: "Correct the name in the file, or add the column to the questionnaire under writes or under skip."),
    Entry(
      word: "missing-column", what: "The questionnaire names a column that the file does not have.",
      why: "Answers may have been left out of the export; without a key column no row can be stored at all.",
      example: "The file has no column record_id, which holds the participants' codes.",
      fix: "Export the file again with all columns, correct the name, or say optional-column: true."),
    Entry(
      word: "repeated-column", what: "The file has a column of the questionnaire more than once.",
      why: "Nobody can know which of them is meant.", example: "Two columns are called sex.",
      fix: "Rename or remove all but one."),
    Entry(
      word: "several-spellings",
      what: "The file has several columns that the questionnaire takes for one; only one of them is read.",
      why: "They may hold different answers, and those of the others would silently not be stored.",
      example: "A file has flw_fatigue of the initial survey and flw2_fatigue of the ongoing one.",
      fix:
        "Put them into files of their own, remove the one that is not meant, or name it under skip in the questionnaire."
    ),
    Entry(
      word: "several-groups",
      what: "Two groups of the form have a question of one name, and nothing says which is meant.",
      why: "The answers of the wrong group would be stored.",
      example: "A file of KoBo has home/age and work/age, and the questionnaire has the column age.",
      fix: "Name both columns in the questionnaire with their groups, or one of them under skip."),
    Entry(
      word: "group-prefix", what: "Columns were found behind the names of the groups that they are in.",
      why: "Exports of ODK and KoBo put the groups of a form before the names of its questions.",
      example: "The questionnaire's column age is household/people/age in the file.",
      fix: "Nothing, unless another column is meant: then name it in the questionnaire with its groups."),
    Entry(
      word: "field-count", what: "A row has more or fewer fields than the header.",
      why: "Its cells may have moved into the wrong columns.",
      example: "A note holds a delimiter and is not quoted.",
      fix: "Put quotes round the cell, or join the line with the one that it was cut from."),
    Entry(
      word: "header-rows", what: "The file has more or fewer header rows than the questionnaire says.",
      why: "A row of the header would be stored as answers, or answers be taken for the header and lost.",
      example: "A file of Qualtrics, whose third row holds ImportIds, is read with a header of one row.",
      fix: "Say in the questionnaire how many rows there are: header: { rows: 3, names: 1 }."),
    Entry(
      word: "encoding", what: "A cell or the file is not text of the encoding that was found or given.",
      why: "Letters with accents would be stored as something else.",
      example: "A file of Windows-1252 is read as UTF-8.",
      fix: "Save the file as UTF-8, or name its encoding with --encoding."),
    Entry(
      word: "quoting", what: "A quote is opened and not closed, or closed in the middle of a cell.",
      why: "Everything up to the next quote would become one cell.", example: "A cell reads 5\" taller.",
      fix: "Double each quote within a quoted cell, or export the file again."),
  ]

  static let keys = [
    Entry(
      word: "participant-code", what: "The participant's code is blank or is no code.",
      why: "A row that belongs to nobody cannot be stored.",
      example: "The cell holds two codes with a space.",
      fix: "Write one code of at most 64 letters, digits and signs, such as LUX-000417."),
    Entry(
      word: "trimmed",
      what:
        "White space around a participant's code, or an invisible character around another value, was left out.",
      why: "It would make the same person another one, or a number a text.",
      example: "A tab stands before 01-PREDI-1058.", fix: "Nothing needs to be done."),
    Entry(
      word: "letter-case",
      what: "A participant's code was written in small letters and is stored in capitals.",
      why: "Files of one study spell the same code in several ways.",
      example: "01-predi-1058 is 01-PREDI-1058.",
      fix: "Nothing needs to be done."),
    Entry(
      word: "event", what: "The event is blank or none that the questionnaire knows.",
      why: "The answers would belong to no follow-up.",
      example: "The questionnaire has month_6, the row month6.",
      fix: "Correct the cell, or add the code under event in the questionnaire."),
    Entry(
      word: "instance", what: "The number of a repeated form is no whole number from 1 to 32767.",
      why: "It tells several responses of one event apart.", example: "The cell holds the word first.",
      fix: "Write 1 for the first, 2 for the second; a blank cell counts as 1."),
    Entry(
      word: "slot", what: "The number of a dose or of an infection is blank or is none.",
      why: "It tells several doses of one person apart.", example: "The dose number is 0.",
      fix: "Write 1, 2, 3 … or last."),
  ]

  static let cells = [
    Entry(
      word: "coding", what: "A cell is none of the codes of its question.",
      why: "An unknown code has no meaning that could be stored.",
      example: "The codes are 0, 1 and 2, and the cell holds 3, or the label instead of the code.",
      fix: "Correct the cell, or add the code to the questionnaire."),
    Entry(
      word: "number", what: "A cell is not one number.",
      why: "Units, remarks and ranges cannot be read without guessing.",
      example: "38°, 37.8-38, or 37,2 where the questionnaire has a decimal point.",
      fix: "Write one number, and set decimal in the questionnaire to the mark that the file uses."),
    Entry(
      word: "date", what: "A cell is no existing date, or not written as the questionnaire says.",
      why: "03/04/2021 is two different days, and 31 February is none.",
      example: "The questionnaire has dd/MM/yyyy, the cell 2021/04/03.",
      fix:
        "Correct the cell, or set format or date-format in the questionnaire; 2021-04-03 is always accepted."),
    Entry(
      word: "range", what: "A value is outside what is possible or plausible.",
      why: "It is most often a slip or a wrong unit.", example: "400 days off work in a year.",
      fix: "Check the source; the range and its severity stand in the questionnaire."),
    Entry(
      word: "required", what: "A cell is blank and must not be.",
      why: "Without this answer the others cannot be used.", example: "A baseline without sex.",
      fix: "Fill the cell, if need be with a code for unknown or refused."),
    Entry(
      word: "hidden-field", what: "A question is answered though it would not have been asked.",
      why: "Either this answer or the one that hides it is wrong; the value is stored.",
      example: "The number of children is given for somebody who has none.",
      fix: "Check both answers, or the condition asked-if in the questionnaire."),
    Entry(
      word: "calculated", what: "A calculated value is not what its calculation gives from the same row.",
      why: "Answers were changed after it was calculated, or it was changed itself; the value is stored.",
      example: "The sum of three items is 7, and the items are 1, 2 and 3.",
      fix: "Have the calculation run again at the source, or correct calculated in the questionnaire."),
    Entry(
      word: "retired-code", what: "A cell holds a code that the form no longer offers.",
      why:
        "New answers cannot have it, unless they were entered elsewhere or the code was retired later; it is stored.",
      example: "A drug of the first protocol in an answer of last week.",
      fix: "Check newer answers at the source; older ones are right."),
    Entry(
      word: "exclusive-option", what: "An option that excludes all others is ticked together with others.",
      why: "\"None of the above\" and one of the above cannot both be right; both are stored.",
      example: "Cough and \"no symptom\" are ticked.", fix: "Check the answers at the source."),
    Entry(
      word: "too-many-options", what: "More options of a question are ticked than may be.",
      why: "The answers do not follow the question's own rule; they are stored.",
      example: "Four of \"your three worst symptoms\" are ticked.", fix: "Check the answers at the source."),
    Entry(
      word: "text", what: "A text holds control characters or is too long.",
      why: "They come from a damaged file and can harm programs that read them.",
      example: "A note holds the byte 0.", fix: "Remove the characters, or shorten the text."),
  ]
}
