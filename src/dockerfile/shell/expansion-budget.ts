// How much variables may bring: a few lines could otherwise double a value until no memory is left.

/** The longest value that is followed; what is longer is unknown. */
export const VALUE_LIMIT = 1 << 16;

/** Characters that variables may bring to the words of one Dockerfile. */
export interface ExpansionBudget {
  left: number;
}

/** A budget for one Dockerfile. */
export function createBudget(): ExpansionBudget {
  return { left: 1 << 18 };
}

/** Takes from the budget; false where there is not enough. */
export function spend(budget: ExpansionBudget, length: number): boolean {
  budget.left -= length;
  return budget.left >= 0;
}
