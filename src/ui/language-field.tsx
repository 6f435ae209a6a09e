// Where a person's language is chosen: each language by its own name, or whatever the organisation's is.
import { languageNames, languageOf, languages } from "../words/index.ts";
import { SelectField } from "./choices.tsx";
import { useWords } from "./spoken.tsx";

interface LanguageFieldProps {
  /** Empty: the organisation's. */
  value: string;
  /** The organisation's. */
  organisation: string;
  hint?: string;
}

export function LanguageField({ value, organisation, hint }: LanguageFieldProps) {
  const { shared } = useWords();
  const theirs = languageNames[languageOf(undefined, organisation)];
  return (
    <SelectField
      label={shared.language}
      name="language"
      value={value}
      hint={hint}
      options={[{ value: "", label: shared.languageOfOrganisation(theirs) }, ...languageOptions]}
    />
  );
}

/** Those that there are, for a list in which one has to be chosen. */
export const languageOptions = languages.map((language) => ({
  value: language,
  label: languageNames[language],
  lang: language,
}));
