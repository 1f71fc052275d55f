import { fillMessage } from '@aloha-pi/contracts'
import { controlErrors, type ControlErrorCode } from '@aloha-pi/contracts/control'

/** An error of the control API by the table of its contract. */
export function controlRefusal<Code extends ControlErrorCode>(
  code: Code,
  values: Record<string, string> = {},
) {
  const row: { status: (typeof controlErrors)[Code]['status']; message: string } =
    controlErrors[code]
  const body = { error: code, error_message: fillMessage(row.message, values) }
  return { rule: `control/${code}`, status: row.status, body }
}
