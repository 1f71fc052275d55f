import { defaultSettings, type PayoutSettings } from '../../src/payouts/model/settings.ts'

export const WALLET = `G${'W'.repeat(55)}`

export const simSettings: PayoutSettings = {
  ...defaultSettings,
  idleMs: 5_000,
  wallet: WALLET,
  network: 'Pi Testnet',
}
