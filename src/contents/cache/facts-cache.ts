export interface FactsCache { readonly folder: string }
