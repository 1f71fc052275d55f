import { expect, test } from 'vitest'
import { memoToWire } from './memo-wire.ts'

const textOf = (hex: string) => memoToWire({ type: 'text', value: Buffer.from(hex, 'hex') })

test.each([
  ['', '', 'nothing'],
  ['cf80', 'π', 'two bytes'],
  ['efbbbf41', '\ufeffA', 'a byte order mark'],
  ['f09f8d95', '🍕', 'four bytes'],
  ['410042', 'AB', 'a NUL between letters'],
  ['000000', '', 'nothing but NULs'],
  ['41ff42', 'A\ufffdB', 'one bad byte'],
  ['e28241', '\ufffd\ufffdA', 'a character that breaks off'],
  ['f09f8d', '\ufffd\ufffd\ufffd', 'one that breaks off at the end'],
  ['eda080', '\ufffd\ufffd\ufffd', 'half a surrogate pair'],
  ['c080', '\ufffd\ufffd', 'an overlong NUL'],
  ['f4908080', '\ufffd\ufffd\ufffd\ufffd', 'beyond the last character'],
  ['efbfbd', '\ufffd', 'the replacement character itself'],
])('the text %s is shown as %j: %s', (hex, memo) => {
  expect(textOf(hex)).toEqual({
    memo_type: 'text',
    memo,
    memo_bytes: Buffer.from(hex, 'hex').toString('base64'),
  })
})
