import type { InputIssue } from '@aloha-pi/contracts'

/** An object or array that is open at some place of the text. */
type Level = { keys: Set<string> | undefined; key: string; index: number; wantsKey: boolean }

const NUMBER = /-?[\d.eE+-]+/y
/** More digits than `toPrecision` can show. */
const MAX_DIGITS = 100
const LONGEST_KEY = 100

/**
 * What of a JSON text would be lost without a word when it is parsed: the first of two equal keys, digits of a number,
 * the sign of -0, half of a surrogate pair. The text must be valid JSON. Walks without recursion.
 */
export function findJsonLoss(text: string): InputIssue | undefined {
  const levels: Level[] = []
  const issue = (rule: string): InputIssue => ({ field: pathOf(levels), rule })
  for (let at = 0; at < text.length; at += 1) {
    const level = levels.at(-1)
    const character = text.charCodeAt(at)
    if (character === QUOTE) {
      const end = endOfString(text, at)
      const value = readString(text, at, end)
      at = end
      const isKey = level?.wantsKey === true
      const isRepeated = isKey && level.keys?.has(value) === true
      if (isKey) {
        level.keys?.add(value)
        level.key = value
        level.wantsKey = false
      }
      if (isRepeated) return issue('must be given only once')
      if (!value.isWellFormed()) return issue('must not contain half of a surrogate pair')
    } else if (character === OBJECT || character === ARRAY) {
      levels.push(newLevel(character === OBJECT))
    } else if (character === END_OF_OBJECT || character === END_OF_ARRAY) {
      levels.pop()
    } else if (character === COMMA && level != null) {
      level.index += 1
      level.wantsKey = level.keys != null
    } else if (character === MINUS || (character >= ZERO && character <= NINE)) {
      NUMBER.lastIndex = at
      const number = NUMBER.exec(text)?.[0] ?? ''
      at += number.length - 1
      const rule = judgeNumber(number)
      if (rule != null) return issue(rule)
    }
  }
  return undefined
}

const [QUOTE, COMMA, MINUS, ZERO, NINE] = [0x22, 0x2c, 0x2d, 0x30, 0x39]
const [OBJECT, END_OF_OBJECT, ARRAY, END_OF_ARRAY] = [0x7b, 0x7d, 0x5b, 0x5d]
const BACKSLASH = 0x5c

function newLevel(isObject: boolean): Level {
  return { keys: isObject ? new Set() : undefined, key: '', index: 0, wantsKey: isObject }
}

/** Where the string that begins at `start` ends: at the first quote that no odd number of backslashes escapes. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let backslashes = 0
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1
    if (backslashes % 2 === 0) return end
  }
}

function readString(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end)
  if (!raw.includes('\\')) return raw
  // A string literal, so JSON.parse makes a string of it.
  return JSON.parse(text.slice(start, end + 1)) as string
}

/** A number is kept as an IEEE 754 double: it has to come back as it was written. */
export function judgeNumber(text: string): string | undefined {
  const value = Number(text)
  if (!Number.isFinite(value)) return 'must fit into a 64-bit float'
  const written = decimalOf(text)
  // JSON.stringify writes 0 for it.
  if (Object.is(value, -0) && written.digits === '') return 'must not be -0'
  const digits = Math.max(1, written.digits.length)
  if (digits > MAX_DIGITS) return 'must not have more digits than a 64-bit float keeps'
  // As programs write a double: with the fewest digits that lead back to it. Or rounded to the digits that were written.
  const kept = [decimalOf(String(value)), decimalOf(value.toPrecision(digits))]
  return kept.some((each) => each.digits === written.digits && each.exponent === written.exponent)
    ? undefined
    : 'must not have more digits than a 64-bit float keeps'
}

/** Digits without zeros around them, and the power of ten of the last one: `1.50e3` is 15 and 2. */
function decimalOf(text: string): { digits: string; exponent: number } {
  const [mantissa = '', power = '0'] = text
    .replace(/^-/, '')
    .toLowerCase()
    .split(/e(?=[^e]*$)/)
  const [whole = '', fraction = ''] = mantissa.split('.')
  const all = (whole + fraction).replace(/^0+/, '')
  const digits = all.replace(/0+$/, '')
  if (digits === '') return { digits, exponent: 0 }
  return { digits, exponent: Number(power) - fraction.length + (all.length - digits.length) }
}

/** As `describeIssue` names a field: `payment.metadata.items.0`. */
function pathOf(levels: readonly Level[]): string {
  if (levels.length === 0) return 'body'
  return levels.map(({ keys, key, index }) => (keys == null ? index : nameOf(key))).join('.')
}

function nameOf(key: string): string {
  return key === '' ? '""' : key.slice(0, LONGEST_KEY)
}
