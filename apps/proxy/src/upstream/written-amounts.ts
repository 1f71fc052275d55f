import { amountAsWritten } from '@aloha-pi/client'
import type { Payment } from '@aloha-pi/contracts/platform'
import { floatText } from '@aloha-pi/express-server'

export type WrittenAmounts = {
  note(payment: Payment): void
  /** How Pi wrote the amount of a payment; undefined where that is as Ruby writes it, or unknown. */
  textOf(payment: { identifier: unknown; amount: unknown }): string | undefined
}

/** Remembers amounts that Pi wrote in another way than the usual one: as a rule there are none. */
export function createWrittenAmounts(most = 1_000): WrittenAmounts {
  const texts = new Map<string, string>()
  return {
    note(payment) {
      const { identifier, amount } = payment
      const text = amountAsWritten(payment)
      texts.delete(identifier)
      if (text == null || text === floatText(amount)) return
      const oldest = texts.size < most ? undefined : texts.keys().next().value
      if (oldest != null) texts.delete(oldest)
      texts.set(identifier, text)
    },
    textOf({ identifier, amount }) {
      const text = texts.get(String(identifier))
      return text != null && Number(text) === amount ? text : undefined
    },
  }
}
