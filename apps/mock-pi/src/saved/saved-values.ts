import * as z from 'zod'

const WHOLE = 'must be a whole number, 0 or more'
const TIME = 'must be a time in ms since 1970'
const INT64 = 'must be a whole number as text, of at most 64 bits'

/** A count or a number of a ledger. */
export const whole = z.number(WHOLE).int(WHOLE).min(0, WHOLE)
/** An instant in ms since 1970. */
export const time = z.number(TIME).min(0, TIME).max(8.64e15, TIME)
/** Stroops, sequences and seconds are 64-bit integers, which JSON's numbers do not hold: text. */
export const int64 = z
  .string(INT64)
  .regex(/^-?\d{1,19}$/, INT64)
  .refine((text) => BigInt.asIntN(64, BigInt(text)) === BigInt(text), INT64)
/** As `int64`, 0 or more. */
export const positiveInt64 = int64.refine((text) => !text.startsWith('-'), 'must not be negative')
export const text = z.string('must be a string')
export const address = text.regex(/^G[A-Z2-7]{55}$/, 'must be the address of an account')
/** The secret key of a wallet: the address and the signatures come from it. */
export const walletSeed = text.regex(/^S[A-Z2-7]{55}$/, 'must be the seed of a wallet')
/** A transaction. */
export const envelopeXdr = text.regex(/^[A-Za-z0-9+/]+={0,2}$/, 'must be a transaction in base64')
export const hash = text.regex(/^[0-9a-f]{64}$/, 'must be 64 lowercase hexadecimal digits')
