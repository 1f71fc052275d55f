import type { AddedSeedData } from '@aloha-pi/contracts/wire'
import type { PaymentStyle } from '../../platform/payment-wire.ts'
import { appToWire, paymentToControlWire, userToWire } from '../control-wire.ts'
import type { MadeSeedData } from './add-seed-data.ts'

/** What was made or changed, as the control API shows it. */
export function seedDataToWire(
  { apps, users, payments }: MadeSeedData,
  style: PaymentStyle,
): AddedSeedData {
  return {
    apps: apps.map(appToWire),
    users: users.map(userToWire),
    payments: payments.map((payment) => paymentToControlWire(payment, style)),
  }
}
