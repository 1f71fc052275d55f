import qs from 'qs'
import { BodyRefusal } from './body-refusal.ts'

export type FormFields = Record<string, unknown>

/** Levels of brackets, where the caller names no limit. */
const MAX_DEPTH = 32
/** A form of 256 notifications has about a thousand fields. */
const MAX_FIELDS = 5_000
const MAX_ITEMS = 1_000

/** The fields of a form in Rails' nesting, `payment[metadata][order]=1`: all values are text. Throws `BodyRefusal`. */
export function parseForm(text: string, depth: number = MAX_DEPTH): FormFields {
  requireEscapes(text)
  refusePrototypeKeys(text)
  try {
    return qs.parse(text, {
      depth,
      strictDepth: true,
      parameterLimit: MAX_FIELDS,
      arrayLimit: MAX_ITEMS,
      throwOnLimitExceeded: true,
      // As own fields, as JSON has them; qs never makes a `__proto__`.
      allowPrototypes: true,
    })
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new BodyRefusal('too_complex', 'its fields are too many or nest too deep', { cause })
  }
}

/** qs takes a broken escape as text. */
function requireEscapes(text: string) {
  try {
    decodeURIComponent(text)
  } catch (cause) {
    throw new BodyRefusal('malformed', 'it has a malformed percent escape', { cause })
  }
}

/** qs leaves them out without a word. */
function refusePrototypeKeys(text: string) {
  const keys = [...new URLSearchParams(text).keys()]
  if (keys.some((key) => key.split(/[[\]]+/).includes('__proto__'))) {
    throw new BodyRefusal('malformed', 'it has the key "__proto__"')
  }
}
