// The sign-on's rule for passwords as it comes. Source: vSphere Authentication, Edit the vCenter Single Sign-On Password Policy.
const lengthMin = 8;
const lengthMax = 20;
const alikeMax = 3;

/** What is wrong with a password; empty where it will do. */
export function weaknesses(password: string): readonly string[] {
  const least = (pattern: RegExp, what: string) => (pattern.test(password) ? [] : [`at least 1 ${what}`]);
  return [
    ...(password.length < lengthMin || password.length > lengthMax
      ? [`between ${lengthMin} and ${lengthMax} characters`]
      : []),
    ...least(/[A-Z]/, 'upper case character'),
    ...least(/[a-z]/, 'lower case character'),
    ...least(/\d/, 'numeric character'),
    ...least(/[^A-Za-z\d]/, 'special character'),
    ...(new RegExp(String.raw`(.)\1{${alikeMax}}`).test(password)
      ? [`not more than ${alikeMax} identical adjacent characters`]
      : []),
  ];
}

/** The same as the sign-on tells it; passwords last, and may be taken again. */
export const passwordPolicy = {
  _typeName: 'SsoAdminPasswordPolicy',
  description: '',
  prohibitedPreviousPasswordsCount: 0,
  passwordFormat: {
    lengthRestriction: { minLength: lengthMin, maxLength: lengthMax },
    alphabeticRestriction: { minAlphabeticCount: 2, minUppercaseCount: 1, minLowercaseCount: 1 },
    minNumericCount: 1,
    minSpecialCharCount: 1,
    maxIdenticalAdjacentCharacters: alikeMax,
  },
  passwordLifetimeDays: 0,
} as const;
