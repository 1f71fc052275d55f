type NotSimulated = (...args: never[]) => Promise<never>

/** Every method rejects: contracts are not simulated. */
export type SmartContract = {
  readonly Subscription: {
    registerService: NotSimulated
    getMerchantServices: NotSimulated
    getService: NotSimulated
    subscribe: NotSimulated
    process: NotSimulated
    extendSubscription: NotSimulated
    getSubscription: NotSimulated
    getSubscriptionReservation: NotSimulated
    getSubscriberSubscriptions: NotSimulated
    getMerchantSubscriptions: NotSimulated
  }
  readonly pollTransaction: NotSimulated
}
