import { alohaErrors, fillMessage, type AlohaErrorCode } from '@aloha-pi/contracts'
import type { AlohaErrorBody } from '@aloha-pi/contracts/aloha'

/** An error that the API expects: a row of the error table with its message filled in. */
export type Refusal<Code extends AlohaErrorCode = AlohaErrorCode> = {
  code: Code
  message: string
  retryAfterSeconds?: number
  record?: AlohaErrorBody['sbResData']
}

/** Fills a row of the error table; `note` says what to do beyond the row's own message. */
export function refusal<Code extends AlohaErrorCode>(
  code: Code,
  values: Record<string, string> = {},
  { note, ...rest }: Omit<Partial<Refusal>, 'code' | 'message'> & { note?: string } = {},
): Refusal<Code> {
  const message = fillMessage(alohaErrors[code].message, values)
  return { code, message: note == null ? message : `${message}. ${note}`, ...rest }
}
