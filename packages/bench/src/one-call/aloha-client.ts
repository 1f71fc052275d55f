import { createAlohaClient } from '@aloha-pi/client'

const aloha = createAlohaClient({ apiKey: 'k', baseUrl: 'https://pay.example' })
console.log(await aloha.u2a.details('RKo9DyyzYmmnq4roS1infxy1qc4m'))
