import type { ChaosOptions } from './options.ts'

/** Settings of the mock, as its control API names them. */
export type Settings = Record<string, number | string | boolean>

/** The mock without a fault. */
export function calmSettings({ ledgerMs, submitTimeoutMs }: ChaosOptions): Settings {
  return {
    replica_lag_ledgers: 0,
    ledger_inclusion: 'all',
    latest_ledger_header: true,
    submit_timeout_ms: submitTimeoutMs,
    a2u_verification_lag_ms: 0,
    ledger_close: ledgerMs,
  }
}
