import type { ControlErrorCode } from './errors.ts'

/** Contract metadata of a control operation. No credential: loopback only, JSON only, no web page but the mock's own. */
export type ControlOperation = { credential: 'none'; errors: readonly ControlErrorCode[] }

export function controlOperation(...errors: ControlErrorCode[]): ControlOperation {
  return { credential: 'none', errors }
}
