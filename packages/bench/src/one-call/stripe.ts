import { Stripe } from 'stripe'

const stripe = new Stripe('k')
console.log(await stripe.paymentIntents.retrieve('pi_1'))
