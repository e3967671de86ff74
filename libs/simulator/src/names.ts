// Invented people: no name, street or number here is meant to be anybody's.

export const FEMALE_NAMES = [
  ...[
    'Amara',
    'Beatriz',
    'Claire',
    'Dana',
    'Elena',
    'Fatima',
    'Grace',
    'Hannah',
    'Imani',
    'Joanna',
    'Keisha',
  ],
  ...['Laura', 'Mei', 'Naomi', 'Olivia', 'Priya', 'Renee', 'Sofia', 'Tamika', 'Valerie', 'Wendy', 'Ximena'],
];
export const MALE_NAMES = [
  ...[
    'Aaron',
    'Brandon',
    'Carlos',
    'Darnell',
    'Ethan',
    'Felix',
    'Gabriel',
    'Hassan',
    'Isaac',
    'Jamal',
    'Kevin',
  ],
  ...[
    'Luis',
    'Marcus',
    'Nathan',
    'Omar',
    'Patrick',
    'Rafael',
    'Samuel',
    'Terrence',
    'Viktor',
    'Wesley',
    'Yusuf',
  ],
];
export const FAMILY_NAMES = [
  ...['Abbott', 'Alvarez', 'Banerjee', 'Bishop', 'Castillo', 'Chen', 'Coleman', 'Dawson', 'Diaz', 'Eriksen'],
  ...['Farouk', 'Fleming', 'Garcia', 'Grant', 'Haddad', 'Hayes', 'Ibarra', 'Jensen', 'Johnson', 'Kaur'],
  ...['Kowalski', 'Lopez', 'Mbeki', 'Morales', 'Nguyen', 'Novak', 'Okafor', 'Olson', 'Park', 'Petrov'],
  ...[
    'Quinn',
    'Ramirez',
    'Rossi',
    'Schultz',
    'Silva',
    'Thompson',
    'Tran',
    'Vargas',
    'Washington',
    'Whitfield',
  ],
];
export const STREETS = [
  ...[
    'Alder Street',
    'Birch Lane',
    'Canal Road',
    'Dogwood Avenue',
    'Elm Street',
    'Foundry Way',
    'Garfield Avenue',
  ],
  ...[
    'Hillcrest Drive',
    'Juniper Court',
    'Lincoln Avenue',
    'Maple Street',
    'Orchard Road',
    'Prospect Street',
  ],
];
export const CITIES = [
  { city: 'Springfield', state: 'IL', postalCode: '62701' },
  { city: 'Peoria', state: 'IL', postalCode: '61602' },
  { city: 'Erie', state: 'PA', postalCode: '16501' },
  { city: 'Toledo', state: 'OH', postalCode: '43604' },
  { city: 'Fresno', state: 'CA', postalCode: '93721' },
  { city: 'Tacoma', state: 'WA', postalCode: '98402' },
];
