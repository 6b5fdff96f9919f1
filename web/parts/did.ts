/** The last action in the three forms that a learner can take home. */
export interface DidForm {
  readonly text: string;
}

export interface NoForm {
  /** Why there is none: `not a Kubernetes object`. */
  readonly none: string;
}

export interface Did {
  /** `Scaled Deployment web from 2 to 3`. */
  readonly what: string;
  readonly cli: DidForm | NoForm;
  readonly rest: DidForm | NoForm;
  readonly yaml: DidForm | NoForm;
}
