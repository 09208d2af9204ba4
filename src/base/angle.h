#ifndef BASE_ANGLE_H
#define BASE_ANGLE_H

#define PI 3.14159265358979323846
/* In one degree: `degrees * RADIANS`, `radians / RADIANS`. */
#define RADIANS (PI / 180)

#endif
