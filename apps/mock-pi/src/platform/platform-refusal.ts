import {
  fillMessage,
  platformErrors,
  type PlatformErrorBody,
  type PlatformErrorCode,
} from '@aloha-pi/contracts'

/** A response of the Platform API other than 2xx, and the rule of the mock that fired. */
export type PlatformRefusal<Code extends PlatformErrorCode = PlatformErrorCode> = {
  rule: string
  status: (typeof platformErrors)[Code]['status']
  body: PlatformErrorBody & { error_message: string }
}

type Details = {
  /** Values for the names in the code's own message. */
  values?: Record<string, string>
  /** Replaces the code's own message. */
  message?: string | undefined
  extra?: Pick<PlatformErrorBody, 'payment' | 'verification_error'>
}

/** Words a refusal by the error table of the contract. */
export function platformRefusal<Code extends PlatformErrorCode>(
  code: Code,
  rule: string,
  { values, message, extra }: Details = {},
): PlatformRefusal<Code> {
  const row = platformErrors[code]
  return {
    rule,
    status: row.status,
    body: { error: code, error_message: message ?? fillMessage(row.message, values), ...extra },
  }
}
