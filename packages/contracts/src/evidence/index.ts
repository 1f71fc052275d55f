import { alohaErrorEvidence, alohaOperationEvidence } from './aloha-evidence.ts'
import { chainOperationEvidence, chainProblemEvidence } from './chain-evidence.ts'
import { controlErrorEvidence, controlOperationEvidence } from './control-evidence.ts'
import {
  notificationErrorEvidence,
  platformErrorEvidence,
  platformOperationEvidence,
  verificationErrorEvidence,
} from './platform-evidence.ts'
import { walletErrorEvidence, walletOperationEvidence } from './wallet-evidence.ts'

export { chainStreamEvidence } from './chain-evidence.ts'
export type { Evidence, EvidenceLevel, OperationName } from './evidence.ts'

/** Written out, or the declarations of this module would repeat every contract. */
type OperationEvidence = {
  platform: typeof platformOperationEvidence
  aloha: typeof alohaOperationEvidence
  chain: typeof chainOperationEvidence
  control: typeof controlOperationEvidence
  wallet: typeof walletOperationEvidence
}

/** Evidence per operation of each contract, by names like `payments.approve`. */
export const operationEvidence: OperationEvidence = {
  platform: platformOperationEvidence,
  aloha: alohaOperationEvidence,
  chain: chainOperationEvidence,
  control: controlOperationEvidence,
  wallet: walletOperationEvidence,
}

/** Evidence per row of each error table, and per `verification_error`. */
export const errorEvidence = {
  platform: platformErrorEvidence,
  notification: notificationErrorEvidence,
  verification: verificationErrorEvidence,
  aloha: alohaErrorEvidence,
  chain: chainProblemEvidence,
  control: controlErrorEvidence,
  wallet: walletErrorEvidence,
}
