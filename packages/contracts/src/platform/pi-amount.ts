/** Stroops in one Pi: amounts have at most 7 decimals. */
export const STROOPS_PER_PI = 10_000_000n
/**
 * Largest amount in Pi (2^29). Above it neighbouring doubles are 1.19e-7 apart: a JSON number no longer
 * distinguishes every stroop from the next.
 */
export const MAX_PI = 536_870_912

const DECIMAL = /^(\d{1,9})(?:\.(\d{1,7}))?$/

/** The amount in stroops, or the rule that the value breaks. */
export type ParsedAmount = { ok: true; stroops: bigint } | { ok: false; rule: string }

/**
 * Reads an amount in Pi (JSON number, or decimal string as pi-go sends it) as stroops.
 * Zero is read; whether it is allowed is the caller's rule.
 */
export function parsePiAmount(amount: unknown): ParsedAmount {
  if (typeof amount === 'string') return fromDecimal(amount)
  if (typeof amount !== 'number' || !Number.isFinite(amount)) {
    return { ok: false, rule: 'must be a finite number' }
  }
  if (amount < 0) return { ok: false, rule: 'must not be negative' }
  if (amount > MAX_PI) return { ok: false, rule: `must be at most ${MAX_PI} Pi` }
  const decimal = amount.toFixed(7)
  // A double that is not the nearest one to a 7-decimal value carries more decimals (0.1 + 0.2).
  if (Number(decimal) !== amount) return { ok: false, rule: 'must have at most 7 decimals' }
  return fromDecimal(decimal)
}

function fromDecimal(decimal: string): ParsedAmount {
  const match = DECIMAL.exec(decimal)
  if (match == null) {
    return { ok: false, rule: 'must be a decimal number with at most 7 decimals, like "3.14"' }
  }
  const stroops = BigInt(match[1] ?? '') * STROOPS_PER_PI + BigInt((match[2] ?? '').padEnd(7, '0'))
  if (stroops > BigInt(MAX_PI) * STROOPS_PER_PI) {
    return { ok: false, rule: `must be at most ${MAX_PI} Pi` }
  }
  return { ok: true, stroops }
}

/** Stroops as a decimal string in Pi with 7 decimals, as Horizon writes it: `31400000n` is `"3.1400000"`. */
export function formatStroops(stroops: bigint): string {
  const sign = stroops < 0n ? '-' : ''
  const digits = (stroops < 0n ? -stroops : stroops).toString().padStart(8, '0')
  return `${sign}${digits.slice(0, -7)}.${digits.slice(-7)}`
}

/** Stroops as a JSON number in Pi, as the Platform API writes it. */
export function stroopsToPi(stroops: bigint): number {
  return Number(formatStroops(stroops))
}
