/** Messages of Pi's protocol between an app in a frame and the page around it, as official client code names them. */
export const MESSAGES = {
  consent: '@pi:app:sdk:open_consent_modal',
  communication: '@pi:app:sdk:communication_information_request',
  features: '@pi:app:sdk:check_native_features',
  retrial: '@pi:app:sdk:decide_callback_retrial',
  copy: '@pi:app:sdk:copy_text_from_tpa',
  permission: '@pi:app:sdk:request_native_permission',
  openUrl: '@pi:app:sdk:open_url_in_system_browser',
  location: '@pi:app:sdk:track_location',
  prepare: '@pi:app:payments:prepare_payment_flow',
  prePaymentError: '@pi:app:payments:show_pre_payment_error',
  start: '@pi:app:payments:start_payment_flow',
  wait: '@pi:app:payments:wait_for_transaction',
  share: '@pi:app:share_dialog:open',
  conversation: '@pi:app:conversation:open_with_id',
  authError: '@pi:app:error:auth',
  unknownError: '@pi:app:error:unknown',
} as const
export type MessageType = (typeof MESSAGES)[keyof typeof MESSAGES]

export type Payload = Record<string, unknown>
/** Ids are numbers in Pi's script, and texts in some apps. */
export type MessageId = number | string

/** The name of the frame in which the mock's host shows an app. */
export const FRAME_NAME = 'mock-pi-host'

/** A message of either side; undefined for any other text that a page may send. */
export function readMessage(
  data: unknown,
): { id: MessageId; type: string | undefined; payload: Payload } | undefined {
  if (typeof data !== 'string') return undefined
  const message = parseObject(data)
  const { id, type, payload } = message ?? {}
  if (typeof id !== 'number' && typeof id !== 'string') return undefined
  return {
    id,
    type: typeof type === 'string' ? type : undefined,
    payload: isObject(payload) ? payload : {},
  }
}

function parseObject(text: string): Payload | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
