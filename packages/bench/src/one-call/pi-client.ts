import { createPiClient } from '@aloha-pi/client'

const pi = createPiClient({ apiKey: 'k' })
console.log(await pi.payments.get('RKo9DyyzYmmnq4roS1infxy1qc4m'))
