import { expect, test } from 'vitest'
import { toCsvRecord } from './csv.ts'

test('fields are separated by commas, and a record ends with a carriage return for its line feed', () => {
  expect(toCsvRecord(['a', 1, true, null, 'b'])).toBe('a,1,true,,b\r')
})

test.each([
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\r\nlines', '"two\r\nlines"'],
  ['Grüße 🌊', 'Grüße 🌊'],
])('%j is quoted where RFC 4180 says so', (text, field) => {
  expect(toCsvRecord([text])).toBe(`${field}\r`)
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\n=1', '\u200b=1', '＝1', '＋1', '－1', '＠A'])(
  '%j is a text for a spreadsheet, and no formula',
  (text) => {
    const [record] = [toCsvRecord([text, 'x'])]
    expect(record.replace(/^"/, '').startsWith("'")).toBe(true)
    expect(record).toContain(text)
  },
)

test('a tab cannot hide a formula, and no control character reaches the terminal', () => {
  expect(toCsvRecord(['\t=1', '\u001b[2J', 'a\u0000b\u009bc'])).toBe(
    '\ufffd=1,\ufffd[2J,a\ufffdb\ufffdc\r',
  )
})

test('a number below zero stays a number', () => {
  expect(toCsvRecord([-1])).toBe('-1\r')
})
