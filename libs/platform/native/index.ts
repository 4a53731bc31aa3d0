export { type CsvLines, csvLines } from './csv-lines.js'
export { jsonDocument, type ParsedDocument, utf8 } from './json-document.js'
export { type FieldNote, type Findings, findings, isoDay, Place } from './place.js'
