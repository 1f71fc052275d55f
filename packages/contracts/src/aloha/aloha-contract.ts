import { initContract } from '@ts-rest/core'
import { a2uContract } from './a2u-contract.ts'
import { u2aContract } from './u2a-contract.ts'

/** The aloha-pi API. */
export const alohaContract = initContract().router({ u2a: u2aContract, a2u: a2uContract })
