/** What RFC 4180 does not allow in a field, and what a terminal could take for a command. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for.
const CONTROL = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f]/g
/** How a cell begins that spreadsheets calculate, also in full width, and what they skip before it. */
const FORMULA = /^[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]/

/** A record of RFC 4180 without its line feed. A text that a spreadsheet would take for a formula gets an apostrophe. */
export function toCsvRecord(fields: readonly (string | number | boolean | null)[]): string {
  return `${fields.map(toField).join(',')}\r`
}

function toField(value: string | number | boolean | null): string {
  const text = String(value ?? '').replace(CONTROL, '\ufffd')
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
