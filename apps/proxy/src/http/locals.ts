import type { AlohaErrorCode } from '@aloha-pi/contracts'
import type { AlohaOperation } from '@aloha-pi/contracts/aloha'
import type { Client } from '../keys/key-store.ts'

declare global {
  namespace Express {
    /** What the proxy knows about a request, beside the request itself. */
    interface Locals {
      requestId: string
      /** Path pattern of the contract, once a route matched. */
      route?: string
      operation?: AlohaOperation
      client?: Client
      paymentId?: string
      code?: AlohaErrorCode
    }
  }
}
