/** Texts of Pi's script, which apps compare with: never changed. The README says how each is known. */
export const PI_TEXTS = {
  notInitialised: 'Pi Network SDK was not initialized. Call init() before any other method.',
  version: 'Unrecognized version number',
  paymentsScope: 'Cannot create a payment without "payments" scope',
  invalidScopes: "Invalid scopes found. Please check the scopes you're requesting again.",
  consentCancelled: 'User consent cancelled.',
  authenticationFailed: 'Authentication failed.',
  pendingPayment: 'A pending payment needs to be handled.',
  openUrlFailed: 'Failed to open URL',
  messageTimeout: (id: number, ms: number) =>
    `Messaging promise with id ${id} timed out after ${ms}ms.`,
  outside: (origin: string) =>
    `Failed to execute 'postMessage' on 'DOMWindow': The target origin provided ('https://app-cdn.minepi.com') does not match the recipient window's origin ('${origin}').`,
} as const

export const NOT_SIMULATED = 'The mock Pi does not simulate Pi.SmartContract.'
